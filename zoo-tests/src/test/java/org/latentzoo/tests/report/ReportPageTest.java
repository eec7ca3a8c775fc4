package org.latentzoo.tests.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.examples.cli.Zoo;
import org.latentzoo.examples.report.Report;
import org.latentzoo.examples.report.Subject;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;

/** Reports in a headless Chromium. */
class ReportPageTest {
  /** A folder's name and a setting that a careless page would run. */
  private static final String EVIL = "<script>document.title='run'<script>";

  private static final String EVIL_ABOUT = "<img src=x onerror=\"document.title='run'\">";
  private static final int RUNS = 50;
  private static final int TRIALS = 500;

  private static final String SWEEP =
      """
      preset: vae-bernoulli-digits
      set: {train.epochs: 2}
      trials: 1
      space:
        train.optimizer.learning-rate: {log: [0.0001, 0.1]}
        model.latent: {integer: [2, 20]}
        model.encoder: {choice: [[50], [200], [200, 200]]}
      """;

  @TempDir private static Path work;
  private static Browser browser;
  private static Subject plain;
  private static Subject evil;

  @BeforeAll
  static void start() throws IOException {
    var program = Browser.program();
    assumeTrue(program.isPresent(), "There is no Chromium: pages are not looked at. Install it.");
    browser = new Browser(program.get(), Files.createDirectories(work.resolve("profile")));
    zoo("train", "vae-bernoulli-digits", "--set", "train.epochs=3", "--out", work.resolve("a"));
    plain = Subject.of(work.resolve("a"), what -> {});
    var preset = Preset.load("vae-bernoulli-digits").with("train.epochs", 3);
    var folder = work.resolve(EVIL);
    Experiment.of(preset.with("model.latent", 4).with("about", EVIL_ABOUT)).train(folder);
    evil = Subject.of(folder, what -> {});
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
  }

  private static void zoo(Object... words) {
    var args = Arrays.stream(words).map(String::valueOf).toArray(String[]::new);
    var err = new StringWriter();
    int status = Zoo.run(new PrintWriter(new StringWriter()), new PrintWriter(err), args);
    assertEquals(0, status, err::toString);
  }

  private static void open(Path page) {
    browser.resize(1280, 900);
    browser.prefer("light");
    browser.open(page.toUri());
  }

  /** But for the page itself and the pictures inside it. */
  private static void requireQuiet(Path page) {
    assertEquals(List.of(), browser.problems());
    var others =
        browser.requests().stream()
            .filter(url -> !url.equals(page.toUri().toString()) && !url.startsWith("data:"))
            .toList();
    assertEquals(List.of(), others);
  }

  /**
   * By axe-core, whose rules are those of WCAG 2.1 A and AA and its own best practices. Left out is
   * the inside of drawings, which are images with a text, and lines of tables like those before.
   */
  private static void requireAccessible() throws IOException {
    var resource = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    try (var in = ReportPageTest.class.getResourceAsStream(resource)) {
      browser.evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8) + ";0");
    }
    var violations =
        browser.evaluate(
            """
            axe.run({exclude: [['.plot > svg'], ['tbody tr:nth-child(n+4)']]}, {resultTypes: ['violations']}).then((found) => found.violations.flatMap(
              (v) => v.nodes.map((node) => `${v.id}: ${node.html.slice(0, 150)} ${node.failureSummary}`)))""");
    assertEquals("[]", violations.toString());
  }

  private static int count(String selector) {
    return browser.evaluate("document.querySelectorAll(\"%s\").length".formatted(selector)).asInt();
  }

  private static Path report(Subject... runs) throws IOException {
    var page = Files.createTempFile(work, "report", ".html");
    return Files.writeString(page, Report.of(List.of(runs)));
  }

  @Test
  void runsAreShownSideBySide() throws IOException {
    var page = report(plain, evil);
    open(page);
    assertEquals(2, count(".run:not([hidden])"));
    assertEquals(2, count(".run .plot[data-plot$='-4'] > svg"), "latent maps");
    assertTrue(count(".run .plot svg circle") > 300);
    assertEquals(3, count("#curves canvas"), "loss, reconstruction and KL");
    assertEquals(3 * (1 + 2 * 2), count("#curves .u-series"), "epoch, training and validation");
    assertEquals(
        "loss", browser.evaluate("document.querySelector('.curve h3').innerText").asText());
    for (var name : List.of("loss", "reconstruction", "kl")) {
      assertEquals("nats", browser.evaluate("zoo.data.runs[0].units." + name).asText(), name);
    }

    var before = browser.evaluate("document.querySelector('.u-legend').innerText").asText();
    browser.hover("#curves .u-over");
    browser.await("document.querySelector('.u-legend').innerText !== `" + before + "`");

    browser.click("#choice tbody tr:nth-child(1) label");
    browser.await("document.querySelectorAll('.run:not([hidden])').length === 1");
    assertEquals(
        EVIL,
        browser.evaluate("document.querySelector('.run:not([hidden]) h2').innerText").asText());
    browser.click("#choice tbody tr:nth-child(1) label");
    browser.await("document.querySelectorAll('.run:not([hidden])').length === 2");
    requireQuiet(page);
    requireAccessible();
  }

  @Test
  void namesAndSettingsAreText() throws IOException {
    var page = report(evil);
    open(page);
    var text = browser.evaluate("document.body.innerText").asText();
    assertTrue(text.contains(EVIL) && text.contains(EVIL_ABOUT), text);
    assertEquals(EVIL + " - Latent Zoo", browser.evaluate("document.title").asText());
    assertEquals(2, count("script"));
    assertEquals(0, count("img[src='x']"));
    requireQuiet(page);
  }

  @Test
  void themesAndPhonesAreServed() throws IOException {
    var page = report(plain);
    open(page);
    var light = background();
    browser.click("#theme");
    var dark = background();
    assertNotEquals(light, dark);
    browser.click("#theme");
    assertEquals(light, background());
    browser.prefer("dark");
    browser.evaluate("localStorage.clear()");
    browser.open(page.toUri());
    assertEquals(dark, background());
    browser.resize(390, 844);
    assertTrue(
        browser.evaluate("document.documentElement.scrollWidth <= 390").asBoolean(),
        () -> "wider than the phone: " + browser.evaluate("document.documentElement.scrollWidth"));
    var picture = work.resolve("phone.png");
    browser.screenshot(picture);
    assertTrue(Files.size(picture) > 10_000);
    requireQuiet(page);
    requireAccessible();
  }

  private static String background() {
    return browser.evaluate("getComputedStyle(document.body).backgroundColor").asText();
  }

  /** The keyboard reaches what the mouse does. */
  @Test
  void keysChooseRuns() throws IOException {
    open(report(plain, evil));
    for (int i = 0; i < 10; i++) {
      browser.press("Tab");
      if (browser.evaluate("document.activeElement.type === 'checkbox'").asBoolean()) {
        break;
      }
    }
    browser.press(" ");
    assertEquals(1, count(".run:not([hidden])"));
  }

  @Test
  void fiftyRunsOpenAtOnce() throws IOException {
    var page =
        report(
            IntStream.range(0, RUNS)
                .mapToObj(i -> new Subject("run " + i, plain.record(), plain.panels()))
                .toArray(Subject[]::new));
    assertTrue(Files.size(page) < 10_000_000, () -> "bytes: " + page.toFile().length());
    open(page);
    double seconds =
        browser.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd").asDouble()
            / 1e3;
    assertTrue(seconds < 2, () -> "opened in " + seconds + " s");
    assertEquals(3, count(".run:not([hidden])"));
    for (int i = 4; i <= 8; i++) {
      browser.click("#choice tbody tr:nth-child(%d) label".formatted(i));
    }
    browser.await("document.querySelectorAll('.run:not([hidden])').length === 8");
    assertEquals(RUNS - 8, count("#choice input:disabled"), "no more than colours tell apart");
    requireQuiet(page);
  }

  /** 500 trials from the journal of one. */
  @Test
  void aSweepOfHundredsIsUsable() throws IOException {
    var folder = work.resolve("sweep");
    var plan = Files.writeString(work.resolve("plan.yaml"), SWEEP);
    zoo("sweep", plan, "--out", folder);
    var journal = folder.resolve("journal.jsonl");
    var lines = Files.readAllLines(journal);
    Files.writeString(
        journal,
        IntStream.range(0, TRIALS)
            .mapToObj(trial -> copies(lines, trial))
            .collect(Collectors.joining()));
    zoo("report", folder);
    var page = folder.resolve("report.html");
    assertTrue(Files.size(page) < 10_000_000);
    open(page);
    assertEquals(TRIALS, count(".trial"));
    assertEquals(TRIALS, count(".sweep tbody tr"));
    browser.evaluate(
        """
        const slider = document.querySelector('.slider input');
        slider.value = 10;
        slider.dispatchEvent(new Event('input'));""");
    var shown =
        browser.evaluate(
            "[...document.querySelectorAll('.trial')].filter((t) => t.style.display !== 'none').length");
    assertEquals(10, shown.asInt());
    requireQuiet(page);
    requireAccessible();
  }

  private static String copies(List<String> lines, int trial) {
    return lines.stream()
        .filter(line -> !line.contains("\"reported\""))
        .map(line -> line.replaceFirst("\"trial\":0", "\"trial\":" + trial))
        .map(line -> line.replaceFirst("(\"score\":-)(\\d+)", "$1" + (20 + trial % 37)))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
