package org.latentzoo.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latentzoo.data.Rows;
import org.latentzoo.eval.AggregatePosterior;
import org.latentzoo.eval.InferenceGaps;
import org.latentzoo.eval.Metric;
import org.latentzoo.io.AtomicFiles;
import org.latentzoo.preset.Expected;
import org.latentzoo.run.TrainedModel;

/**
 * What a model was measured on and what came out.
 *
 * @param of which rows: a part of the run's data, or another data source
 * @param rows how many
 * @param samples K of the importance-weighted bound
 * @param metrics by name
 */
record Evaluation(String of, long rows, int samples, Map<String, Metric> metrics) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is measured on {@link AggregatePosterior#MOST_ROWS} rows at most. */
  private static final List<String> AGGREGATE =
      List.of("mutual_information", "aggregate_kl", "log_n", "active_units");

  /** Measures {@code model}, with a progress bar on a terminal. */
  static Evaluation measure(
      TrainedModel model, Rows rows, String of, int samples, PrintWriter err) {
    long reads = model.evaluator(n -> {}).reads(rows, samples);
    try (var progress = Progress.of(err, "Evaluating", reads)) {
      var evaluator = model.evaluator(n -> progress.advance(n, ""));
      var metrics = new LinkedHashMap<>(evaluator.evaluate(rows, samples));
      model.plane(rows).ifPresent(plane -> metrics.putAll(plane.metrics()));
      return new Evaluation(of, rows.count(), samples, metrics);
    }
  }

  /** Measures what inference loses, with a progress bar on a terminal. */
  static Evaluation gaps(TrainedModel model, Rows rows, String of, int samples, PrintWriter err) {
    var draws = InferenceGaps.draws(model.instance().model(), rows, samples);
    try (var progress = Progress.of(err, "Searching", draws)) {
      var evaluator = model.evaluator(n -> progress.advance(n, ""));
      return new Evaluation(of, rows.count(), samples, evaluator.gaps(rows, samples).metrics());
    }
  }

  /** Measures the model's samples by features of a classifier of its own training rows. */
  static Evaluation features(TrainedModel model, Rows rows, String of) {
    var training = model.data().train();
    var metrics = model.evaluator(n -> {}).sampleQuality(training, rows);
    return new Evaluation(of, rows.count(), 0, metrics);
  }

  /** A line a metric: mean, standard error and unit. */
  void print(PrintWriter out) {
    var table = new Columns("METRIC", "MEAN", "STD. ERROR", "UNIT");
    metrics.forEach((name, metric) -> table.add(row(name, metric)));
    out.printf(Locale.ROOT, "%,d rows: %s%n", rows, of);
    table.print(out);
    if (rows > AggregatePosterior.MOST_ROWS && metrics.keySet().containsAll(AGGREGATE)) {
      out.printf(
          Locale.ROOT,
          "%s: of the first %,d rows%n",
          String.join(", ", AGGREGATE),
          AggregatePosterior.MOST_ROWS);
    }
  }

  /** Whether the figure that a preset promises was reached. */
  String compare(Expected expected) {
    var metric = metrics.get(expected.metric());
    if (metric == null) {
      return "Expected " + expected.metric() + ", which was not measured.";
    }
    double off = metric.mean() - expected.value();
    var tolerance = expected.tolerance();
    var verdict =
        tolerance == null
            ? ""
            : (Math.abs(off) <= tolerance ? ", within " : ", not within ") + tolerance;
    return String.format(
        Locale.ROOT,
        "Expected %s %s (%s): off by %.6f%s",
        expected.metric(),
        expected.value(),
        expected.source(),
        off,
        verdict);
  }

  String toJson() {
    var values = new LinkedHashMap<String, Object>();
    metrics.forEach((name, metric) -> values.put(name, values(name, metric)));
    var all = new LinkedHashMap<String, Object>();
    all.put("of", of);
    all.put("rows", rows);
    all.put("samples", samples);
    all.put("metrics", values);
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  void write(Path path) {
    AtomicFiles.write(path, out -> out.write(toJson().getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> row(String name, Metric metric) {
    double error = metric.standardError();
    var uncertainty = Double.isNaN(error) ? "-" : number(error);
    return List.of(name, number(metric.mean()), uncertainty, unit(name));
  }

  private Map<String, @Nullable Object> values(String name, Metric metric) {
    var values = new LinkedHashMap<String, @Nullable Object>();
    values.put("mean", metric.mean());
    double error = metric.standardError();
    values.put("standard_error", Double.isNaN(error) ? null : error);
    values.put("unit", unit(name));
    if (rows > AggregatePosterior.MOST_ROWS && AGGREGATE.contains(name)) {
      values.put("rows", AggregatePosterior.MOST_ROWS);
    }
    return values;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  private static String unit(String metric) {
    return switch (metric) {
      case "bits_per_dim" -> "bits";
      case "squared_error" -> "data units^2";
      case "standardized_squared_error" -> "standard deviations^2";
      case "scaled_squared_error" -> "scaled units^2";
      case "explained_variance", "critic_accuracy", "classifier_accuracy" -> "share";
      case "energy_total_variation",
          "generator_total_variation",
          "energy_generator_total_variation" ->
          "share";
      case "latent_mmd" -> "squared MMD";
      case "latent_ks", "worst_latent_ks" -> "Kolmogorov distance";
      case "feature_frechet_distance", "training_rows_frechet_distance" -> "feature units^2";
      case "active_units" -> "units";
      default -> "nats";
    };
  }
}
