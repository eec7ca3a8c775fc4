package org.latentzoo.sweep;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write a file or a folder, of one at a time: in this process, on this machine, and on
 * all that share a file system which knows POSIX locks. It is a lock on an empty neighbour, since a
 * process that closes any channel of a file loses all its locks on that file under POSIX, and
 * journals are read by whoever likes to.
 */
final class WriteLock implements AutoCloseable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private WriteLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** The right to write {@code path}, whose folder is there; nothing if somebody has it. */
  static Optional<WriteLock> take(Path path) throws IOException {
    var folder = path.toAbsolutePath().resolveSibling("").toRealPath();
    var file = folder.resolve(path.getFileName() + ".lock");
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    Optional<WriteLock> taken = Optional.empty();
    try {
      taken = locked(file).map(channel -> new WriteLock(file, channel));
      return taken;
    } finally {
      if (taken.isEmpty()) {
        HELD.remove(file);
      }
    }
  }

  private static Optional<FileChannel> locked(Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
      return locked ? Optional.of(channel) : Optional.empty();
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
