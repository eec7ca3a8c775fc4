package org.latentzoo.tests.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven through the DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECONDS = 60;
  private static final String LISTENING = "DevTools listening on ";

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final String session;

  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

  /**
   * @param profile an empty folder
   */
  Browser(String program, Path profile) throws IOException {
    process =
        new ProcessBuilder(
                program,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "about:blank")
            .redirectErrorStream(true)
            .start();
    var address = address(process);
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address), new Listener())
            .join();
    var target = call("", "Target.createTarget", Map.of("url", "about:blank")).path("targetId");
    var attached =
        call("", "Target.attachToTarget", Map.of("targetId", target.asText(), "flatten", true));
    session = attached.path("sessionId").asText();
    Stream.of("Page", "Runtime", "Log", "Network").forEach(d -> call(d + ".enable", Map.of()));
  }

  /** Where a Chromium is, if there is one. */
  static Optional<String> program() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static String address(Process process) throws IOException {
    var lines = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(LISTENING)) {
        drain(lines);
        return line.substring(LISTENING.length()).strip();
      }
    }
    throw new IOException("Chromium ended before it listened.");
  }

  /** A full pipe would stop the browser. */
  private static void drain(BufferedReader lines) {
    var reader = new Thread(() -> lines.lines().forEach(line -> {}));
    reader.setDaemon(true);
    reader.start();
  }

  /** Opens a page and waits until it has loaded; what went wrong before is forgotten. */
  void open(URI page) {
    problems.clear();
    requests.clear();
    awaitLoad(() -> call("Page.navigate", Map.of("url", page.toString())));
  }

  /** Does what makes the page load, and waits until it has. */
  void awaitLoad(Runnable cause) {
    loaded = new CompletableFuture<>();
    cause.run();
    loaded.orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  /** The value of an expression, a promise's once it is kept; what it throws is thrown. */
  JsonNode evaluate(String expression) {
    var answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(answer.path("exceptionDetails").toString());
    }
    return answer.path("result").path("value");
  }

  /** Waits until an expression is true. */
  void await(String expression) {
    evaluate(
        """
        new Promise((done, fail) => {
          const end = performance.now() + 20000;
          const look = () => (%1$s) ? done(true)
            : performance.now() > end ? fail(new Error(%2$s)) : setTimeout(look, 20);
          look();
        })"""
            .formatted(expression, JSON.valueToTree("never true: " + expression)));
  }

  void resize(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  /** What the system's theme is said to be: {@code dark} or {@code light}. */
  void prefer(String theme) {
    var feature = Map.of("name", "prefers-color-scheme", "value", theme);
    call("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  /** Moves the mouse to the middle of the first element that {@code selector} finds. */
  void hover(String selector) {
    var middle = middle(selector);
    for (int offset : new int[] {0, 12}) {
      mouse("mouseMoved", middle.path("x").asDouble() + offset, middle.path("y").asDouble());
    }
  }

  /** Clicks there. */
  void click(String selector) {
    var middle = middle(selector);
    for (var type : List.of("mousePressed", "mouseReleased")) {
      mouse(type, middle.path("x").asDouble(), middle.path("y").asDouble());
    }
  }

  private JsonNode middle(String selector) {
    return evaluate(
        """
        (() => {
          const element = document.querySelector(%s);
          element.scrollIntoView({block: 'center', behavior: 'instant'});
          const box = element.getBoundingClientRect();
          return {x: box.left + box.width / 2, y: box.top + box.height / 2};
        })()"""
            .formatted(JSON.valueToTree(selector)));
  }

  private void mouse(String type, double x, double y) {
    var button = type.equals("mouseMoved") ? "none" : "left";
    call(
        "Input.dispatchMouseEvent",
        Map.of("type", type, "x", x, "y", y, "button", button, "clickCount", 1));
  }

  /** Presses and releases a key, {@code Tab} or {@code " "}. */
  void press(String key) {
    var code = key.equals(" ") ? 32 : 9;
    var text = key.equals(" ") ? " " : "";
    for (var type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "windowsVirtualKeyCode", code, "text", text));
    }
  }

  /** The page from its top, as far as {@code height} pixels. */
  void screenshot(Path png) throws IOException {
    var data = call("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    Files.write(png, Base64.getDecoder().decode(data.path("data").asText()));
  }

  /** Errors and warnings of the console since the page was opened. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** Addresses that were asked for since then. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private JsonNode call(String method, Map<String, ?> parameters) {
    return call(session, method, parameters);
  }

  private JsonNode call(String session, String method, Map<String, ?> parameters) {
    int id = calls.incrementAndGet();
    var message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    var answer = new CompletableFuture<JsonNode>();
    pending.put(id, answer);
    socket.sendText(message.toString(), true).join();
    return answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  private void receive(JsonNode message) {
    var answer = pending.remove(message.path("id").asInt());
    if (answer != null) {
      if (message.has("error")) {
        answer.completeExceptionally(new AssertionError(message.path("error").toString()));
      } else {
        answer.complete(message.path("result"));
      }
      return;
    }
    var parameters = message.path("params");
    switch (message.path("method").asText()) {
      case "Page.loadEventFired" -> loaded.complete(null);
      case "Runtime.exceptionThrown" -> problems.add(parameters.toString());
      case "Log.entryAdded" -> problems.add(parameters.path("entry").toString());
      case "Runtime.consoleAPICalled" -> problems.add(parameters.path("args").toString());
      case "Network.requestWillBeSent" ->
          requests.add(parameters.path("request").path("url").asText());
      default -> {}
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          receive(JSON.readTree(text.toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
