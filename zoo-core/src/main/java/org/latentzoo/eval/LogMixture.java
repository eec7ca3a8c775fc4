package org.latentzoo.eval;

import java.util.Arrays;

/**
 * log 1/N sum_n exp(l_n) for many codes, a term at a time: sums are kept relative to the largest
 * term so far, so nothing overflows.
 */
final class LogMixture {
  /** Terms this far below the largest are lost in the rounding of the sum. */
  private static final double NEGLIGIBLE = -40;

  private final double[] largest;
  private final double[] sum;

  LogMixture(int codes) {
    largest = new double[codes];
    sum = new double[codes];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
  }

  /** Adds one term to each of the {@code count} codes from {@code first} on. */
  void add(int first, int count, double[] terms, int offset) {
    for (int m = 0; m < count; m++) {
      double term = terms[offset + m];
      int code = first + m;
      double below = term - largest[code];
      if (below > 0) {
        sum[code] = sum[code] * Math.exp(-below) + 1;
        largest[code] = term;
      } else if (below > NEGLIGIBLE) {
        sum[code] += Math.exp(below);
      }
    }
  }

  /** log 1/N sum_n exp(l_n) of a code after N terms. */
  double of(int code, int terms) {
    return largest[code] + Math.log(sum[code] / terms);
  }
}
