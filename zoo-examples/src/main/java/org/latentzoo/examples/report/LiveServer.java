package org.latentzoo.examples.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.io.AtomicFiles;

/**
 * Shows the page of a run or a sweep to browsers on this machine and tells them what is new, by
 * server-sent events. It listens on the loopback address, answers GET under the names of this
 * machine only, so that no page from elsewhere can read it, and writes nothing.
 */
public final class LiveServer implements AutoCloseable {
  private static final int STREAMS = 32;
  private static final long PAUSE_MILLIS = 500;

  /** A line now and then tells whether anybody still listens. */
  private static final int PAUSES_OF_SILENCE = 20;

  private final LivePage page;
  private final HttpServer server;
  private final ExecutorService threads;
  private final Semaphore streams = new Semaphore(STREAMS);
  private volatile boolean closed;

  /**
   * Starts to serve.
   *
   * @param folder of a run or a sweep
   * @param port 0 for any that is free
   * @throws UserException if there is neither in the folder, or the port is taken
   */
  public LiveServer(Path folder, int port) {
    page = new LivePage(folder);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UserException(
          "Cannot listen on port %d: %s. Choose another --port, or 0 for any."
              .formatted(port, AtomicFiles.reason(e)),
          e);
    }
    threads =
        Executors.newCachedThreadPool(
            task -> {
              var thread = new Thread(task, "zoo-watch");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where to look. */
  public URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getResponseHeaders();
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cache-Control", "no-store");
      headers.set("Content-Security-Policy", "frame-ancestors 'none'");
      if (!isHere(exchange.getRequestHeaders().getFirst("Host"))) {
        send(exchange, 403, "text/plain", "Ask for " + address());
      } else if (!exchange.getRequestMethod().equals("GET")) {
        headers.set("Allow", "GET");
        send(exchange, 405, "text/plain", "There is nothing to write here.");
      } else {
        switch (exchange.getRequestURI().getPath()) {
          case "/" -> html(exchange);
          case "/events" -> events(exchange);
          default -> send(exchange, 404, "text/plain", "There is one page, /");
        }
      }
    }
  }

  /** Whether the browser asked for this machine by name: others may point to it too. */
  private boolean isHere(@Nullable String host) {
    int port = server.getAddress().getPort();
    return host != null
        && Set.of("localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port).contains(host);
  }

  private void html(HttpExchange exchange) throws IOException {
    try {
      send(exchange, 200, "text/html", page.html());
    } catch (UserException e) {
      send(exchange, 500, "text/plain", e.getMessage());
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void events(HttpExchange exchange) throws IOException {
    if (!streams.tryAcquire()) {
      send(exchange, 503, "text/plain", "Too many pages are open. Close some.");
      return;
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      follow(exchange.getResponseBody());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      streams.release();
    }
  }

  /** Until the browser leaves, which a write finds out. */
  private void follow(OutputStream out) throws IOException, InterruptedException {
    var stamp = "";
    var curves = "";
    for (int silence = 0; !closed; silence++) {
      var now = page.stamp();
      if (!now.equals(stamp)) {
        stamp = now;
        write(out, "event: page\ndata: " + stamp + "\n\n");
      }
      var longer = curves(curves);
      if (!longer.equals(curves)) {
        curves = longer;
        write(out, "event: curves\ndata: " + curves + "\n\n");
      }
      if (silence % PAUSES_OF_SILENCE == 0) {
        write(out, ":\n\n");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** A file that cannot be read now may be another time. */
  private String curves(String before) {
    try {
      return page.curves();
    } catch (UserException | UncheckedIOException e) {
      return before;
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    closed = true;
    server.stop(0);
    threads.shutdownNow();
  }
}
