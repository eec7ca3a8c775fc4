package org.latentzoo.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.latentzoo.check.UserException;
import org.latentzoo.eval.Metric;
import org.latentzoo.io.AtomicFiles;
import org.latentzoo.preset.Expected;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;
import org.latentzoo.run.TrainedModel;

/**
 * What training a preset anew took and gave. It is written beside the finished run, which so need
 * not be measured twice.
 *
 * @param epochs passes over the training rows; 0 for a fit in closed form
 * @param steps of the optimiser
 * @param rows to learn from
 * @param seconds of training
 * @param whole whether all of the training is in {@code seconds}, not only its end
 * @param metrics by name
 */
record Reproduction(
    int epochs, long steps, long rows, double seconds, boolean whole, Map<String, Metric> metrics) {
  static final String HEADER =
      """
      | preset | budget | obtained | reference | within tolerance | seconds |
      |---|---|---|---|---|---|""";

  private static final int SAMPLES = 100;
  private static final String FILE = "reproduction.json";
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  /**
   * Trains {@code preset} into a run folder, or goes on there, and measures what came out, unless
   * all that is done already.
   *
   * @return nothing if it was interrupted
   */
  static Optional<Reproduction> of(
      Preset preset, Path run, PrintWriter err, BooleanSupplier interrupted) {
    boolean whole = !Files.exists(run);
    var experiment = Experiment.of(preset);
    var data = experiment.data();
    long rows = data.train().count();
    int epochs = preset.train().epochs();
    var progress = new TrainingProgress(err, "rows", epochs, rows, interrupted);
    Optional<TrainedModel> trained;
    try (progress) {
      trained = experiment.train(run, true, progress);
    }
    double seconds = progress.seconds();
    if (trained.isEmpty() || Files.exists(run.resolve(FILE))) {
      return trained.map(model -> read(run.resolve(FILE)));
    }
    var part = Part.reported(data);
    var evaluation =
        Evaluation.measure(trained.get(), part.rows(data), part.toString(), SAMPLES, err);
    evaluation.write(run.resolve("evaluation.json"));
    var last = lastEpoch(run.resolve("metrics.jsonl"));
    var done =
        new Reproduction(
            last.path("epoch").asInt(),
            last.path("step").asLong(),
            rows,
            seconds,
            whole,
            evaluation.metrics());
    done.write(run.resolve(FILE));
    return Optional.of(done);
  }

  /** The last line of the metrics; a fit in closed form has none. */
  private static JsonNode lastEpoch(Path metrics) {
    try {
      var lines = Files.exists(metrics) ? Files.readAllLines(metrics) : List.of("{}");
      return JSON.readTree(lines.get(lines.size() - 1));
    } catch (IOException e) {
      throw new UserException(
          "'%s' cannot be read. Delete the run folder and reproduce again.".formatted(metrics), e);
    }
  }

  private static Reproduction read(Path file) {
    try {
      return JSON.readValue(file.toFile(), Reproduction.class);
    } catch (IOException e) {
      throw new UserException(
          "'%s' cannot be read. Delete it, so that the run is measured again.".formatted(file), e);
    }
  }

  private void write(Path file) {
    try {
      var json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
      AtomicFiles.write(file, out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the expected figure was missed; without a tolerance it cannot be. */
  boolean misses(Preset preset) {
    var expected = preset.expected();
    return expected != null && expected.tolerance() != null && !isWithin(expected);
  }

  /** A line of the table under {@link #HEADER}. */
  String row(Preset preset) {
    var expected = preset.expected();
    return String.format(
        Locale.ROOT,
        "| `%s` | %s | %s | %s | %s | %s%.1f |",
        preset.name(),
        budget(),
        expected == null ? "-" : obtained(expected),
        expected == null ? "none" : reference(expected),
        expected == null || expected.tolerance() == null ? "-" : verdict(expected),
        whole ? "" : "over ",
        seconds);
  }

  private String budget() {
    var budget =
        epochs == 0
            ? "closed form"
            : String.format(Locale.ROOT, "%,d epochs, %,d steps", epochs, steps);
    return String.format(Locale.ROOT, "%s, %,d rows", budget, rows);
  }

  private String obtained(Expected expected) {
    var metric = metrics.get(expected.metric());
    if (metric == null) {
      return "no " + expected.metric();
    }
    int digits = digits(expected);
    return String.format(
        Locale.ROOT,
        "%s %.{d}f ± %.{d}f".replace("{d}", String.valueOf(digits)),
        expected.metric(),
        metric.mean(),
        metric.standardError());
  }

  private static String reference(Expected expected) {
    return "%s (%s)".formatted(plain(expected.value()), expected.source().replace("|", "\\|"));
  }

  private String verdict(Expected expected) {
    return (isWithin(expected) ? "yes, " : "NO, ") + plain(expected.tolerance());
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private boolean isWithin(Expected expected) {
    var metric = metrics.get(expected.metric());
    var tolerance = expected.tolerance();
    return metric != null
        && tolerance != null
        && Math.abs(metric.mean() - expected.value()) <= tolerance;
  }

  /** Decimals that show the tolerance, at least two. */
  private static int digits(Expected expected) {
    var tolerance = expected.tolerance();
    return tolerance == null || tolerance == 0
        ? 6
        : (int) Math.max(2, Math.ceil(-Math.log10(tolerance)));
  }
}
