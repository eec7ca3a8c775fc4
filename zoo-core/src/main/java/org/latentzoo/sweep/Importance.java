package org.latentzoo.sweep;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How much a parameter matters: the share of the variance of the scores' ranks that it explains by
 * itself, epsilon^2 = (SS_between - (k - 1) MS_within) / SS_total of a one-way analysis of variance
 * over its k values, or over up to four bins with equally many trials if they are numbers. Ranks
 * keep a diverged trial from deciding it; epsilon^2 is 0 on average where nothing is explained, and
 * what is below 0 is shown as 0. Interactions are not seen.
 */
final class Importance {
  private static final int BINS = 4;

  /** Trials that a bin should have. */
  private static final int LEAST = 3;

  private Importance() {}

  /** Of each parameter that varies, by the trials that have it; NaN where they are too few. */
  static Map<String, Double> of(Space space, List<Results.Row> scored) {
    var importance = new LinkedHashMap<String, Double>();
    for (var parameter : space.varying()) {
      var key = parameter.key();
      var rows = scored.stream().filter(row -> row.settings().containsKey(key)).toList();
      var ranks = ranks(rows.stream().mapToDouble(Results.Row::score).toArray());
      var values = rows.stream().map(row -> row.settings().get(key)).toList();
      importance.put(key, epsilonSquared(groups(parameter.range(), values), ranks));
    }
    return importance;
  }

  private static int[] groups(Range range, List<String> values) {
    if (range instanceof Range.Choice choice) {
      return values.stream().mapToInt(choice.values()::indexOf).toArray();
    }
    int n = values.size();
    int bins = Math.max(1, Math.min(BINS, n / LEAST));
    var ranks = ranks(values.stream().mapToDouble(Double::parseDouble).toArray());
    return Arrays.stream(ranks).mapToInt(rank -> (int) ((rank - 0.5) / n * bins)).toArray();
  }

  /** From 1 on; equal values share their mean rank. */
  static double[] ranks(double[] values) {
    return Arrays.stream(values)
        .map(
            v -> {
              long below = Arrays.stream(values).filter(w -> w < v).count();
              long equal = Arrays.stream(values).filter(w -> w == v).count();
              return below + (equal + 1) / 2.0;
            })
        .toArray();
  }

  static double epsilonSquared(int[] groups, double[] y) {
    int n = y.length;
    var present = Arrays.stream(groups).distinct().toArray();
    if (present.length < 2 || n <= present.length) {
      return Double.NaN;
    }
    double total = squares(y);
    double within = 0;
    for (int group : present) {
      within +=
          squares(
              IntStream.range(0, n)
                  .filter(i -> groups[i] == group)
                  .mapToDouble(i -> y[i])
                  .toArray());
    }
    double between = total - within;
    double byChance = (present.length - 1) * within / (n - present.length);
    return total == 0 ? 0 : Math.max(0, (between - byChance) / total);
  }

  /** The squared distances to the mean. */
  private static double squares(double[] y) {
    double mean = Arrays.stream(y).average().orElse(0);
    return Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum();
  }
}
