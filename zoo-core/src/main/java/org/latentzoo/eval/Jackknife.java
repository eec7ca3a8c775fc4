package org.latentzoo.eval;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The standard error of a statistic from its values without each of B equal parts of the rows
 * (Efron and Stein 1981): sqrt((B - 1) / B sum_b (t_b - mean t)^2).
 */
final class Jackknife {
  /** Parts where a statistic is too slow for as many as there are rows. */
  private static final int BLOCKS = 20;

  private Jackknife() {}

  static double standardError(double[] withoutEach) {
    double mean = Arrays.stream(withoutEach).average().orElse(Double.NaN);
    double squares = Arrays.stream(withoutEach).map(t -> (t - mean) * (t - mean)).sum();
    return Math.sqrt(squares * (withoutEach.length - 1) / withoutEach.length);
  }

  /** A statistic of some of the rows. */
  @FunctionalInterface
  interface Statistic {
    double of(IntPredicate kept);
  }

  /** The statistic of {@code rows} rows, its error from 20 parts of them, or fewer of few rows. */
  static Metric of(int rows, Statistic statistic) {
    int blocks = Math.min(BLOCKS, rows);
    var without =
        IntStream.range(0, blocks)
            .mapToDouble(block -> statistic.of(row -> row % blocks != block))
            .toArray();
    return new Metric(statistic.of(row -> true), standardError(without));
  }
}
