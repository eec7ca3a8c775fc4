package org.latentzoo.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentzoo.data.DataFixtures.gzip;
import static org.latentzoo.data.DataFixtures.idx;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.check.UserException;
import org.latentzoo.io.Checksum;

class DownloadTest {
  private static final byte[] IDX = idx(0x801, new int[] {4}, new byte[] {1, 2, 3, 4});
  private static final byte[] GOOD = gzip(IDX);
  private static final String DIGEST = HexFormat.of().formatHex(Checksum.sha256().digest(IDX));

  @TempDir Path cache;
  private HttpServer server;

  /** What the server answers: status, promised length and body. */
  private record Answer(int status, long length, byte[] body) {
    static Answer of(byte[] body) {
      return new Answer(200, body.length, body);
    }
  }

  private volatile Answer answer = Answer.of(GOOD);
  private volatile String requested = "";

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requested = exchange.getRequestURI().getPath();
          try (exchange) {
            exchange.sendResponseHeaders(answer.status(), answer.length());
            exchange.getResponseBody().write(answer.body());
          }
        });
    server.start();
    System.setProperty(PublicIdx.CACHE_PROPERTY, cache.toString());
    System.setProperty(PublicIdx.URL_PROPERTY, "http://localhost:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
    System.clearProperty(PublicIdx.CACHE_PROPERTY);
    System.clearProperty(PublicIdx.URL_PROPERTY);
  }

  private static PublicIdx data(String dimensions) {
    return new PublicIdx(
        "tiny", "http://invalid.invalid", List.of(new PublicIdx.Item("a.gz", dimensions, DIGEST)));
  }

  private static PublicIdx pinned() {
    return data("4");
  }

  private String refusal(PublicIdx data) throws IOException {
    var message = assertThrows(UserException.class, data::locate).getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.startsWith("Download of http://localhost:"), message);
    assertTrue(message.endsWith(cache.resolve("tiny/a.gz") + " yourself."), message);
    try (var left = Files.list(cache.resolve("tiny"))) {
      assertEquals(List.of(), left.toList(), "nothing is left behind");
    }
    return message;
  }

  @Test
  void downloadsOnceAndFindsItAgain() throws IOException {
    assertEquals(cache.resolve("tiny"), pinned().locate());
    assertEquals("/tiny/a.gz", requested);
    assertArrayEquals(GOOD, Files.readAllBytes(cache.resolve("tiny/a.gz")));
    requested = "";
    assertEquals(cache.resolve("tiny"), pinned().locate());
    assertEquals("", requested);
  }

  @Test
  void refusesAnotherContent() throws IOException {
    answer = Answer.of(gzip(idx(0x801, new int[] {4}, new byte[] {1, 2, 3, 5})));
    assertTrue(refusal(pinned()).contains("expected SHA-256 " + DIGEST));
    answer = Answer.of(IDX);
    assertTrue(refusal(pinned()).contains("no whole gzip file"));
  }

  @Test
  void refusesOtherDimensionsAndInflatesNoMoreThanThey() throws IOException {
    assertTrue(refusal(data("5")).contains("expected 5 of UBYTE, got 4 of"));
    answer = Answer.of(gzip(Arrays.copyOf(IDX, 1 << 20)));
    assertTrue(refusal(pinned()).contains("more than the 12 bytes of its header"));
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    answer = Answer.of(Arrays.copyOf(GOOD, GOOD.length - 9));
    assertTrue(refusal(pinned()).contains("no whole gzip file"));
  }

  @Test
  void anInterruptedDownloadLeavesNothingAndCanBeRepeated() throws IOException {
    answer = new Answer(200, GOOD.length + 100, GOOD);
    refusal(pinned());
    answer = Answer.of(GOOD);
    assertEquals(cache.resolve("tiny"), pinned().locate());
  }

  @Test
  void refusesErrorsAndLengthsOutOfBounds() throws IOException {
    answer = new Answer(404, 3, new byte[] {'n', 'o', '!'});
    assertTrue(refusal(pinned()).contains("expected HTTP status 200, got 404"));
    answer = new Answer(200, 1L << 40, GOOD);
    assertTrue(refusal(pinned()).contains("expected a Content-Length from 1 to"));
    answer = new Answer(200, 0, GOOD);
    assertTrue(refusal(pinned()).contains("Content-Length"), "chunked: no length at all");
    server.stop(0);
    refusal(pinned());
  }
}
