package org.latentzoo.examples.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latentzoo.examples.report.Plot.Axis;
import org.latentzoo.examples.report.Plot.Series;
import org.latentzoo.sweep.Entry.Status;
import org.latentzoo.sweep.Results;
import org.latentzoo.sweep.SweepPlan;

/** What came out of a sweep. */
final class SweepPanels {
  private static final String SCORE = "score on validation rows";

  /** Scores further below the best than this many times the median's distance are cut off. */
  private static final double REACH = 4;

  private SweepPanels() {}

  /**
   * The panels.
   *
   * @param unit of the scores, or empty
   */
  static List<Panel> of(SweepPlan plan, Results results, String unit) {
    var scored = results.rows().stream().filter(row -> !Double.isNaN(row.score())).toList();
    if (scored.isEmpty()) {
      return List.of(
          new Panel.Absence("No scores yet", "%d trials ended.".formatted(results.rows().size())));
    }
    var axes = plan.space().parameters().stream().map(SweepAxis::of).toList();
    double least = least(scored);
    var score = scoreAxis(least, scored, unit);
    var panels = new ArrayList<Panel>();
    panels.add(bestSoFar(scored, score, least));
    panels.add(parallel(axes, scored));
    axes.forEach(axis -> panels.add(scores(axis, scored, score, least)));
    importance(results).ifPresent(panels::add);
    panels.add(table(results));
    return panels;
  }

  /** The lowest score that is drawn where it is. */
  static double least(List<Results.Row> scored) {
    var scores = scored.stream().mapToDouble(Results.Row::score).sorted().toArray();
    double best = scores[scores.length - 1];
    double median = scores[scores.length / 2];
    return best > median ? Math.max(scores[0], best - REACH * (best - median)) : scores[0];
  }

  private static Axis scoreAxis(double least, List<Results.Row> scored, String unit) {
    double best = scored.stream().mapToDouble(Results.Row::score).max().orElseThrow();
    double margin = best > least ? 0.05 * (best - least) : 1;
    var label = unit.isEmpty() ? SCORE : "%s (%s)".formatted(SCORE, unit);
    return Axis.of(label, least - margin, best + margin);
  }

  /** Over the trials in the order in which they ended; those that were stopped do not lead. */
  private static Panel bestSoFar(List<Results.Row> scored, Axis score, double least) {
    var ended =
        scored.stream()
            .sorted(
                Comparator.comparing((Results.Row row) -> row.ended().at())
                    .thenComparing(Results.Row::trial))
            .toList();
    var x = new ArrayList<Double>();
    var y = new ArrayList<Double>();
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < ended.size(); i++) {
      var row = ended.get(i);
      if (row.ended().status() == Status.DONE && row.score() > best) {
        if (!y.isEmpty()) {
          x.add(i + 1.0);
          y.add(Math.max(least, best));
        }
        best = row.score();
        x.add(i + 1.0);
        y.add(Math.max(least, best));
      }
    }
    if (!y.isEmpty()) {
      x.add((double) ended.size());
      y.add(Math.max(least, best));
    }
    var number = IntStream.rangeClosed(1, ended.size()).mapToDouble(i -> i).toArray();
    var plane =
        new Plot.Plane(
            Axis.of("trials ended", 0, ended.size() + 1),
            score,
            false,
            null,
            List.of(
                points("trial", 0, number, ended, least),
                new Series("best so far", 1, true, x, y, null)));
    return new Panel.Drawing(
        "Best so far",
        "Each trial's score in the order in which they ended. " + cut(least),
        "Scores of " + ended.size() + " trials and the best so far",
        plane);
  }

  private static String cut(double least) {
    return "Scores below %s are drawn at the lower edge.".formatted(Numbers.shown(least, 4));
  }

  private static Series points(
      String name, int style, double[] x, List<Results.Row> rows, double least) {
    var y = rows.stream().mapToDouble(row -> Math.max(least, row.score())).toArray();
    var titles = rows.stream().map(SweepPanels::title).toList();
    return new Series(name, style, false, Numbers.rounded(x), Numbers.rounded(y), titles);
  }

  private static String title(Results.Row row) {
    return "Trial %d (%s): %s. %s"
        .formatted(
            row.trial(),
            Results.label(row.ended().status()),
            Numbers.shown(row.score(), 6),
            row.point());
  }

  /** The score against a setting, of the trials that have it. */
  private static Panel scores(SweepAxis axis, List<Results.Row> scored, Axis score, double least) {
    var series = new ArrayList<Series>();
    for (var status : List.of(Status.DONE, Status.STOPPED)) {
      var rows =
          scored.stream()
              .filter(row -> row.ended().status() == status && axis.value(row) != null)
              .toList();
      if (!rows.isEmpty()) {
        var x = rows.stream().mapToDouble(row -> axis.value(row)).toArray();
        series.add(points(Results.label(status), series.size(), x, rows, least));
      }
    }
    var plane = new Plot.Plane(axis.axis(), score, false, null, series);
    return new Panel.Drawing(
        "Score against " + axis.key(),
        cut(least),
        "The scores of the trials against " + axis.key(),
        plane);
  }

  private static Panel parallel(List<SweepAxis> axes, List<Results.Row> scored) {
    var rows =
        scored.stream()
            .map(
                row -> {
                  var values = new ArrayList<@Nullable Double>();
                  axes.forEach(axis -> values.add(axis.value(row)));
                  return (List<@Nullable Double>) values;
                })
            .toList();
    var plot =
        new Plot.Parallel(
            axes.stream().map(SweepAxis::axis).toList(),
            rows,
            scored.stream().map(SweepPanels::title).toList());
    return new Panel.Drawing(
        "Parallel coordinates",
        "A line a trial through its settings, the stronger the better its rank; the slider leaves the best ones.",
        "The settings of " + scored.size() + " trials",
        plot);
  }

  private static Optional<Panel> importance(Results results) {
    var known =
        results.importance().entrySet().stream()
            .filter(e -> !e.getValue().isNaN())
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .toList();
    if (known.isEmpty()) {
      return Optional.empty();
    }
    var values = known.stream().mapToDouble(Map.Entry::getValue).toArray();
    var bars =
        new Plot.Bars(
            "key",
            "share of variance",
            known.stream().map(e -> last(e.getKey())).toList(),
            Numbers.rounded(values));
    return Optional.of(
        new Panel.Drawing(
            "What mattered",
            "The share of the variance of the scores' ranks that each setting explains by itself.",
            "Bars of the importance of " + known.size() + " settings",
            bars));
  }

  /** The last word of a key. */
  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private static Panel table(Results results) {
    var columns =
        Stream.concat(
                Stream.of("rank", "trial", "status", "score", "steps"), results.keys().stream())
            .toList();
    var rows = new ArrayList<List<String>>();
    for (var row : results.rows()) {
      var ended = row.ended();
      var cells =
          new ArrayList<>(
              List.of(
                  String.valueOf(rows.size() + 1),
                  String.valueOf(ended.trial()),
                  Results.label(ended.status()),
                  Numbers.shown(row.score(), 6),
                  String.valueOf(ended.steps())));
      results.keys().forEach(key -> cells.add(row.settings().getOrDefault(key, "-")));
      rows.add(cells);
    }
    return new Panel.Grid(
        "Trials",
        "The best first; results.csv and results.json in the sweep's folder hold the same.",
        columns,
        rows);
  }
}
