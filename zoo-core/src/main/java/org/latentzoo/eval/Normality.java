package org.latentzoo.eval;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How far a unit's codes are from N(0, 1): D = sup_t |F_n(t) - Phi(t)| (Kolmogorov 1933). Codes
 * that follow it have D about 0.87 / sqrt(n), and D above 1.36 / sqrt(n) in one case of twenty.
 */
final class Normality {
  private Normality() {}

  /** The mean of D over the units of {@code codes}, {@code [n][K]}. */
  static Metric mean(double[][] codes) {
    return Jackknife.of(codes.length, kept -> distances(codes, kept).average().orElse(Double.NaN));
  }

  /** The largest D. */
  static Metric worst(double[][] codes) {
    return Jackknife.of(codes.length, kept -> distances(codes, kept).max().orElse(Double.NaN));
  }

  private static DoubleStream distances(double[][] codes, IntPredicate kept) {
    return IntStream.range(0, codes[0].length)
        .mapToDouble(
            k ->
                distance(
                    IntStream.range(0, codes.length)
                        .filter(kept)
                        .mapToDouble(i -> codes[i][k])
                        .toArray()));
  }

  /** D of one unit's codes. */
  static double distance(double[] codes) {
    var sorted = codes.clone();
    Arrays.sort(sorted);
    double n = sorted.length;
    double largest = 0;
    for (int i = 0; i < sorted.length; i++) {
      double phi = cumulative(sorted[i]);
      largest = Math.max(largest, Math.max(phi - i / n, (i + 1) / n - phi));
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
