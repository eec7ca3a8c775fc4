package org.latentzoo.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How far a unit's codes are from N(0, 1): D = sup_t |F_n(t) - Phi(t)| (Kolmogorov 1933). Codes
 * that follow it have D about 0.87 / sqrt(n), and D above 1.36 / sqrt(n) in one case of twenty.
 */
final class Normality {
  private final int rows;

  /** For each unit, rows from the smallest code to the largest, and Phi of their codes. */
  private final int[][] order;

  private final double[][] cumulative;

  /**
   * @param codes {@code [n][K]}
   */
  Normality(double[][] codes) {
    this.rows = codes.length;
    int units = codes[0].length;
    this.order = new int[units][];
    this.cumulative = new double[units][];
    for (int k = 0; k < units; k++) {
      int unit = k;
      order[k] =
          IntStream.range(0, rows)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> codes[i][unit]))
              .mapToInt(Integer::intValue)
              .toArray();
      cumulative[k] =
          Arrays.stream(order[k]).mapToDouble(i -> cumulative(codes[i][unit])).toArray();
    }
  }

  /** The mean of D over the units. */
  Metric mean() {
    return Jackknife.of(rows, kept -> distances(kept).average().orElse(Double.NaN));
  }

  /** The largest D. */
  Metric worst() {
    return Jackknife.of(rows, kept -> distances(kept).max().orElse(Double.NaN));
  }

  /** D of each unit, of the rows that are kept. */
  private DoubleStream distances(IntPredicate kept) {
    double n = IntStream.range(0, rows).filter(kept).count();
    return IntStream.range(0, order.length).mapToDouble(k -> distance(k, kept, n));
  }

  private double distance(int unit, IntPredicate kept, double n) {
    double largest = 0;
    int below = 0;
    for (int i = 0; i < rows; i++) {
      if (kept.test(order[unit][i])) {
        double phi = cumulative[unit][i];
        largest = Math.max(largest, Math.max(phi - below / n, (below + 1) / n - phi));
        below++;
      }
    }
    return largest;
  }

  /** Phi(t) = 1/2 + phi(t) (t + t^3/3 + t^5/(3 5) + ...) (Marsaglia 2004). */
  static double cumulative(double t) {
    if (Math.abs(t) > 8) {
      return t > 0 ? 1 : 0;
    }
    double sum = t;
    double term = t;
    for (int i = 3; sum + term != sum || i == 3; i += 2) {
      term *= t * t / i;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-t * t / 2) / Math.sqrt(2 * Math.PI);
  }
}
