package org.latentzoo.examples.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.latentzoo.io.Checksum;

/**
 * The style and the script of every page, and the policy by which a browser runs these two and
 * nothing else.
 *
 * @param style CSS
 * @param script JavaScript
 */
public record Assets(String style, String script) {
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final List<String> STYLES = List.of(UPLOT + "uPlot.min.css", "page.css");
  private static final List<String> SCRIPTS =
      List.of(
          UPLOT + "uPlot.iife.min.js",
          "theme.js",
          "plots.js",
          "parallel.js",
          "curves.js",
          "runs.js",
          "live.js");

  /** Read from the class path. */
  static final Assets ALL = new Assets(joined(STYLES), joined(SCRIPTS));

  /**
   * A content security policy without any network.
   *
   * @param live whether the page may listen to the server that it came from
   */
  public String policy(boolean live) {
    return "default-src 'none'; img-src data:; style-src '%s'; script-src '%s'; connect-src %s; base-uri 'none'; form-action 'none'"
        .formatted(hash(style), hash(script), live ? "'self'" : "'none'");
  }

  private static String joined(List<String> resources) {
    return resources.stream().map(Assets::read).collect(Collectors.joining("\n"));
  }

  private static String read(String resource) {
    try (var in = Assets.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    var digest = Checksum.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }
}
