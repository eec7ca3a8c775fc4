package org.latentzoo.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.latentzoo.check.UserException;
import org.latentzoo.io.Checksum;

/** Downloads a file whole and checked, or not at all. */
final class Download {
  private static final long LARGEST = 1L << 28;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Download() {}

  /**
   * Downloads {@code url} to {@code target}, which appears only after {@code check} has passed.
   *
   * @param check throws a {@link UserException} if the file that it is given is wrong
   */
  static void fetch(String url, Path target, Consumer<Path> check) {
    try {
      Files.createDirectories(target.getParent());
      var part = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
      try {
        receive(url, part);
        check.accept(part);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException | IllegalArgumentException | UserException e) {
      throw failure(url, target, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(url, target, e);
    }
  }

  private static void receive(String url, Path part) throws IOException, InterruptedException {
    var client =
        HttpClient.newBuilder().followRedirects(Redirect.NORMAL).connectTimeout(PATIENCE).build();
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
    var response = client.send(request, BodyHandlers.ofInputStream());
    try (var body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("expected HTTP status 200, got " + response.statusCode());
      }
      long length = length(response);
      try (var out = Files.newOutputStream(part)) {
        long received = body.transferTo(out);
        if (received != length) {
          throw new IOException("expected %d bytes, got %d".formatted(length, received));
        }
      }
    }
  }

  private static long length(HttpResponse<InputStream> response) throws IOException {
    long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    if (length < 1 || length > LARGEST) {
      throw new IOException(
          "expected a Content-Length from 1 to %d, got %d".formatted(LARGEST, length));
    }
    return length;
  }

  /** Refuses {@code gzip} unless its content has so many bytes and the digest {@code expected}. */
  static void checkUnzipped(Path gzip, long bytes, String expected) {
    var digest = Checksum.sha256();
    try (var in = new GZIPInputStream(Files.newInputStream(gzip))) {
      var buffer = new byte[1 << 16];
      long left = bytes;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        left -= n;
        if (left < 0) {
          throw new IOException("more than the %d bytes of its header".formatted(bytes));
        }
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new UserException("is no whole gzip file: " + e.getMessage(), e);
    }
    var actual = HexFormat.of().formatHex(digest.digest());
    if (!actual.equals(expected)) {
      throw new UserException(
          "expected SHA-256 %s of the unzipped content, got %s".formatted(expected, actual));
    }
  }

  private static UserException failure(String url, Path target, Exception e) {
    return new UserException(
        "Download of %s failed: %s. Try again, or put the file at %s yourself."
            .formatted(url, reason(e), target),
        e);
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage().replaceFirst("\\.$", "");
  }
}
