package org.latentzoo.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.latentzoo.check.UserException;

/** SHA-256, in hex. */
public final class Checksum {
  private Checksum() {}

  public static String of(byte[] content) {
    return HexFormat.of().formatHex(sha256().digest(content));
  }

  /** For content that comes in parts. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
    }
  }

  /**
   * Of a whole file, which must fit into memory.
   *
   * @throws UserException if it cannot be read
   */
  public static String of(Path file) {
    try {
      return of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UserException(
          "Cannot read '%s': %s. Check the path.".formatted(file, AtomicFiles.reason(e)), e);
    }
  }
}
