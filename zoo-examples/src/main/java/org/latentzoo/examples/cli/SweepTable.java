package org.latentzoo.examples.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.latentzoo.sweep.Results;
import org.latentzoo.sweep.Sweep;

/** A sweep's results for people. */
final class SweepTable {
  private SweepTable() {}

  static void print(Sweep sweep, PrintWriter out) {
    var results = sweep.results();
    out.printf(
        "%s: %d of %d trials ended%n",
        sweep.plan().name(), results.rows().size(), sweep.plan().config().trials());
    rank(results, out);
    importance(results, out);
    results
        .best()
        .ifPresent(best -> out.printf("Best: trial %d, %s%n", best.trial(), best.point()));
  }

  private static void rank(Results results, PrintWriter out) {
    var titles = new ArrayList<String>(List.of("RANK", "TRIAL", "STATUS", "SCORE", "STEPS"));
    results.keys().forEach(key -> titles.add(last(key)));
    titles.add("");
    var table = new Columns(titles.toArray(String[]::new));
    int rank = 0;
    for (var row : results.rows()) {
      var ended = row.ended();
      var cells = new ArrayList<String>();
      cells.add(String.valueOf(++rank));
      cells.add(String.valueOf(ended.trial()));
      cells.add(Results.label(ended.status()));
      cells.add(ended.score() == null ? "-" : String.format(Locale.ROOT, "%.4f", row.score()));
      cells.add(String.valueOf(ended.steps()));
      results.keys().forEach(key -> cells.add(shown(row.settings().getOrDefault(key, "-"))));
      cells.add(Objects.requireNonNullElse(ended.reason(), ""));
      table.add(cells);
    }
    table.print(out);
  }

  /** The most important first. */
  private static void importance(Results results, PrintWriter out) {
    if (results.importance().values().stream().allMatch(share -> share.isNaN())) {
      return;
    }
    out.println("Share of the variance of the scores' ranks that each explains by itself:");
    var table = new Columns("KEY", "SHARE");
    results.importance().entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.comparingDouble(SweepTable::descending)))
        .forEach(
            e ->
                table.add(
                    List.of(
                        e.getKey(),
                        e.getValue().isNaN()
                            ? "-"
                            : String.format(Locale.ROOT, "%.2f", e.getValue()))));
    table.print(out);
  }

  private static double descending(double share) {
    return Double.isNaN(share) ? 1 : -share;
  }

  /** The last word of a key, as a title. */
  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
  }

  /** Numbers with four digits. */
  private static String shown(String value) {
    return value.matches("-?\\d+\\.\\d+(E-?\\d+)?")
        ? String.valueOf(new BigDecimal(value).round(new MathContext(4)).doubleValue())
        : value;
  }
}
