package org.latentzoo.examples.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs in the lines of a table.
 *
 * @param metrics what at least one was measured by
 * @param settings the keys that all have, in which they differ
 * @param runs the lines
 */
public record Comparison(List<String> metrics, List<String> settings, List<RunView> runs) {
  /** Keys that a table has room for. */
  private static final int MOST = 12;

  static Comparison of(List<RunView> runs) {
    var settings =
        Facts.differing(runs.stream().map(RunView::config).toList()).stream()
            .filter(key -> !key.equals("about") && !key.startsWith("expected"))
            .limit(MOST)
            .toList();
    var metrics = runs.stream().flatMap(run -> run.metrics().keySet().stream()).distinct().toList();
    return new Comparison(metrics, settings, runs);
  }

  /** The cells after a run's name. */
  public List<String> cells(RunView run) {
    return Stream.concat(
            metrics.stream().map(name -> value(run.metrics(), name)),
            settings.stream().map(key -> run.config().get(key)))
        .toList();
  }

  /** The unit that a metric has in all runs that have it. */
  public String unit(String metric) {
    return runs.stream()
        .filter(run -> run.metrics().containsKey(metric))
        .map(run -> run.metrics().get(metric).unit())
        .findFirst()
        .orElse("");
  }

  private static String value(Map<String, RunView.Figure> metrics, String name) {
    var figure = metrics.get(name);
    return figure == null ? "-" : figure.value();
  }
}
