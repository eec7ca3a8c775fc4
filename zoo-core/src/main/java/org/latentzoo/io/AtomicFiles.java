package org.latentzoo.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.latentzoo.check.UserException;

/**
 * Writes a file so that readers, and a machine that loses power, see the old content or the new and
 * nothing between: a hidden neighbour is written, forced to disk and renamed.
 */
public final class AtomicFiles {
  private static final int BUFFER = 1 << 16;
  private static final Predicate<String> LEFT =
      Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").asMatchPredicate();

  private AtomicFiles() {}

  /** Writes content to a stream; may throw. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code content} to {@code path}, making missing folders. A device or a pipe is written
   * to directly. A full disk or a missing permission is a {@link UserException}.
   */
  public static void write(Path path, Content content) {
    try {
      if (Files.isDirectory(path)) {
        throw new UserException(
            "Cannot write '%s': it is a folder. Name a file in it.".formatted(path));
      }
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        try (var out = new BufferedOutputStream(Files.newOutputStream(path), BUFFER)) {
          content.writeTo(out);
        }
        return;
      }
      replace(Files.exists(path) ? path.toRealPath() : path.toAbsolutePath(), content);
    } catch (IOException e) {
      throw new UserException(
          "Cannot write '%s': %s. Make room or choose another place.".formatted(path, reason(e)),
          e);
    }
  }

  /** Deletes what a process that was killed while writing into {@code folder} left there. */
  public static void sweep(Path folder) {
    try (var files = Files.newDirectoryStream(folder, f -> LEFT.test(f.getFileName().toString()))) {
      for (var file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UserException(
          "Cannot tidy '%s': %s. Make it writable.".formatted(folder, reason(e)), e);
    }
  }

  private static void replace(Path path, Content content) throws IOException {
    var folder = path.resolveSibling("");
    Files.createDirectories(folder);
    var neighbour = path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID());
    try {
      try (var channel =
          FileChannel.open(neighbour, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        var out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(neighbour, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(neighbour);
    }
    forceFolder(folder);
  }

  /** Makes the rename itself last; Windows cannot open a folder and needs no such thing. */
  private static void forceFolder(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** What went wrong without the path, which the message names already. */
  public static String reason(IOException e) {
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return switch (e.getClass().getSimpleName()) {
      case "AccessDeniedException" -> "permission denied";
      case "NoSuchFileException" -> "no such file";
      case "FileAlreadyExistsException" -> "a file stands where a folder is needed";
      case "EOFException" -> "it ends too early";
      default -> String.valueOf(e.getMessage());
    };
  }
}
