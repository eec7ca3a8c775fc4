package org.latentzoo.sweep;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.latentzoo.check.UserException;

/**
 * The right to write a journal, of one at a time on this machine. It is a lock on an empty
 * neighbour of the journal, since a process that closes any channel of a file loses all its locks
 * on that file under POSIX, and journals are read by whoever likes to.
 */
final class JournalLock implements AutoCloseable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private JournalLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock of {@code journal}, whose folder is there.
   *
   * @throws UserException if this or another process has it
   */
  static JournalLock take(Path journal) throws IOException {
    var folder = journal.toAbsolutePath().resolveSibling("").toRealPath();
    var file = folder.resolve(journal.getFileName() + ".lock");
    if (!HELD.add(file)) {
      throw taken(journal);
    }
    try {
      return new JournalLock(file, locked(journal, file));
    } catch (IOException | RuntimeException e) {
      HELD.remove(file);
      throw e;
    }
  }

  private static FileChannel locked(Path journal, Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw taken(journal);
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static UserException taken(Path journal) {
    return new UserException(
        "Another sweep is writing '%s'. Wait for it, or choose another --out.".formatted(journal));
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
