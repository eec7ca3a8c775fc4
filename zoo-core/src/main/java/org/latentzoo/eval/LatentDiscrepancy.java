package org.latentzoo.eval;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.latentzoo.loss.MaximumMeanDiscrepancy;

/**
 * The unbiased estimate of {@link MaximumMeanDiscrepancy} between n draws of each of two laws, and
 * its standard error by leaving out each pair (x_i, y_i).
 */
final class LatentDiscrepancy {
  private LatentDiscrepancy() {}

  /**
   * Of draws {@code [n][K]}, n at least 3; work grows with the square of n.
   *
   * @throws IllegalArgumentException if there are fewer, or not as many of each
   */
  static Metric of(double[][] x, double[][] y) {
    int n = x.length;
    if (n < 3 || y.length != n) {
      throw new IllegalArgumentException("Needs 3 draws or more of each law, as many of each.");
    }
    var within = new double[n];
    var between = new double[n];
    IntStream.range(0, n)
        .parallel()
        .forEach(
            i -> {
              within[i] = sum(x[i], x) + sum(y[i], y) - 2 * kernel(x[i], x[i]);
              between[i] = sum(x[i], y) + sum(y[i], x);
            });
    double inside = Arrays.stream(within).sum();
    double across = Arrays.stream(between).sum() / 2;
    var without = new double[n];
    Arrays.setAll(
        without,
        i -> estimate(inside - 2 * within[i], across - between[i] + kernel(x[i], y[i]), n - 1));
    return new Metric(estimate(inside, across, n), Jackknife.standardError(without));
  }

  private static double estimate(double inside, double across, double n) {
    return inside / (n * (n - 1)) - 2 * across / (n * n);
  }

  private static double sum(double[] a, double[][] others) {
    double sum = 0;
    for (var b : others) {
      sum += kernel(a, b);
    }
    return sum;
  }

  private static double kernel(double[] a, double[] b) {
    double squares = 0;
    for (int k = 0; k < a.length; k++) {
      squares += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return MaximumMeanDiscrepancy.kernel(squares, a.length);
  }
}
