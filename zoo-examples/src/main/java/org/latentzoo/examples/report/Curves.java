package org.latentzoo.examples.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The metrics of a run over its epochs, thinned to what a screen has pixels for. */
final class Curves {
  static final String EPOCH = "epoch";

  /** Points of a curve, about. */
  private static final int POINTS = 400;

  private static final int DIGITS = 6;

  private Curves() {}

  /** Metric by metric, {@link #EPOCH} among them; null where an epoch has none. */
  static Map<String, List<@Nullable Double>> of(List<Map<String, Double>> metrics) {
    var lines = thinned(metrics);
    var curves = new LinkedHashMap<String, List<@Nullable Double>>();
    var names =
        lines.stream()
            .flatMap(line -> line.keySet().stream())
            .filter(name -> !name.equals("step"))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (var name : names) {
      var values = new ArrayList<@Nullable Double>();
      lines.forEach(line -> values.add(value(line.get(name))));
      curves.put(name, values);
    }
    return curves;
  }

  private static @Nullable Double value(@Nullable Double value) {
    return value == null || !Double.isFinite(value)
        ? null
        : (Double) Numbers.rounded(value, DIGITS);
  }

  /** Every so many lines, and the last. */
  private static List<Map<String, Double>> thinned(List<Map<String, Double>> lines) {
    int every = Math.max(1, (lines.size() + POINTS - 1) / POINTS);
    return IntStream.range(0, lines.size())
        .filter(i -> i % every == 0 || i == lines.size() - 1)
        .mapToObj(lines::get)
        .toList();
  }
}
