package org.latentzoo.tests.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.check.UserException;
import org.latentzoo.examples.report.LiveServer;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;
import org.latentzoo.sweep.Parameter;
import org.latentzoo.sweep.Space;
import org.latentzoo.sweep.Sweep;
import org.latentzoo.sweep.SweepConfig;
import org.latentzoo.sweep.SweepListener;
import org.latentzoo.sweep.SweepPlan;

/** A page that follows a run. */
class LivePageTest {
  @TempDir private Path work;

  /** A run of two epochs, its weights set aside. */
  private Path unfinished() {
    var run = work.resolve("run");
    Experiment.of(Preset.load("vae-bernoulli-digits").with("train.epochs", 2)).train(run);
    move(run.resolve("weights.safetensors"), work.resolve("weights"));
    return run;
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRunIsFollowedToItsEnd() throws IOException {
    var program = Browser.program();
    assumeTrue(program.isPresent(), "There is no Chromium: pages are not looked at. Install it.");
    var run = unfinished();
    try (var server = new LiveServer(run, 0);
        var browser =
            new Browser(program.get(), Files.createDirectories(work.resolve("profile")))) {
      browser.open(server.address());
      browser.await("document.getElementById('live').textContent === 'Live'");
      assertEquals(2, browser.evaluate("zoo.data.runs[0].curves.epoch.length").asInt());
      assertEquals(0, browser.evaluate("document.querySelectorAll('.pixels').length").asInt());

      append(run.resolve("metrics.jsonl"), "{\"epoch\":3,\"step\":36,\"loss\":25.5}\n");
      browser.await("zoo.data.runs[0].curves.epoch.length === 3");

      browser.awaitLoad(() -> move(work.resolve("weights"), run.resolve("weights.safetensors")));
      assertTrue(browser.evaluate("document.querySelectorAll('.pixels').length").asInt() > 0);
      assertEquals(List.of(), browser.problems());
      var origin = server.address().toString();
      assertTrue(
          browser.requests().stream().allMatch(u -> u.startsWith(origin) || u.startsWith("data:")),
          () -> browser.requests().toString());
    }
  }

  /** A trial that ends makes the page anew. */
  @Test
  void aSweepIsFollowed() throws IOException {
    var program = Browser.program();
    assumeTrue(program.isPresent(), "There is no Chromium: pages are not looked at. Install it.");
    var range = Parameter.integers("model.latent", 2, 20);
    var base = Preset.load("vae-bernoulli-digits").with("train.epochs", 1);
    var config = SweepConfig.DEFAULTS.withTrials(1);
    var folder = work.resolve("sweep");
    new Sweep(new SweepPlan("small", base, config, new Space(List.of(range))), folder)
        .run(1, false, new SweepListener() {});
    var journal = folder.resolve("journal.jsonl");
    var second = Files.readString(journal).replace("\"trial\":0", "\"trial\":1");
    try (var server = new LiveServer(folder, 0);
        var browser =
            new Browser(program.get(), Files.createDirectories(work.resolve("profile")))) {
      browser.open(server.address());
      browser.await("document.getElementById('live').textContent === 'Live'");
      assertEquals(1, browser.evaluate("document.querySelectorAll('.trial').length").asInt());
      browser.awaitLoad(() -> append(journal, second));
      assertEquals(2, browser.evaluate("document.querySelectorAll('.trial').length").asInt());
      assertEquals(List.of(), browser.problems());
    }
  }

  private static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** No other method, no other name for this machine, no other address of it. */
  @Test
  void nobodyElseIsAnswered() throws IOException {
    try (var server = new LiveServer(unfinished(), 0)) {
      int port = server.address().getPort();
      assertEquals(200, status(port, "GET / HTTP/1.1", "localhost:" + port));
      assertEquals(200, status(port, "GET / HTTP/1.1", "127.0.0.1:" + port));
      assertEquals(403, status(port, "GET / HTTP/1.1", "evil.example:" + port));
      assertEquals(403, status(port, "GET /events HTTP/1.1", "evil.example"));
      assertEquals(405, status(port, "POST / HTTP/1.1", "localhost:" + port));
      assertEquals(405, status(port, "DELETE /events HTTP/1.1", "localhost:" + port));
      assertEquals(404, status(port, "GET /../config.yaml HTTP/1.1", "localhost:" + port));
      for (var address : elsewhere()) {
        assertThrows(IOException.class, () -> connect(address, port), address.toString());
      }
      assertTrue(
          assertThrows(UserException.class, () -> new LiveServer(work.resolve("run"), port))
              .getMessage()
              .startsWith("Cannot listen on port " + port));
    }
  }

  @Test
  void aFolderWithoutARunIsRefused() {
    assertTrue(
        assertThrows(UserException.class, () -> new LiveServer(work.resolve("none"), 0))
            .getMessage()
            .contains("is no run folder and no sweep's"));
  }

  private static List<InetAddress> elsewhere() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .toList();
  }

  private static void connect(InetAddress address, int port) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 2000);
    }
  }

  private static int status(int port, String request, String host) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var text = request + "\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
      return Integer.parseInt(new BufferedReader(in).readLine().split(" ")[1]);
    }
  }
}
