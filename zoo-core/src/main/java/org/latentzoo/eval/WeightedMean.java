package org.latentzoo.eval;

/**
 * sum_k w_k F_k / sum_k w_k for weights known by their logarithm, in one pass: sums are kept
 * relative to the largest weight so far, so nothing overflows.
 */
final class WeightedMean {
  private final double[] sum;
  private double largest = Double.NEGATIVE_INFINITY;
  private double total;
  private double logarithms;
  private long count;

  WeightedMean(int size) {
    sum = new double[size];
  }

  void add(double logWeight, double[] value) {
    if (logWeight > largest) {
      double shrink = Math.exp(largest - logWeight);
      largest = logWeight;
      total *= shrink;
      for (int i = 0; i < sum.length; i++) {
        sum[i] *= shrink;
      }
    }
    count++;
    logarithms += logWeight;
    if (logWeight == Double.NEGATIVE_INFINITY) {
      return;
    }
    double weight = Math.exp(logWeight - largest);
    total += weight;
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * value[i];
    }
  }

  /** log 1/K sum_k w_k. */
  double logMeanWeight() {
    return largest + Math.log(total / count);
  }

  /** 1/K sum_k log w_k. */
  double meanLogWeight() {
    return logarithms / count;
  }

  double[] mean() {
    var mean = sum.clone();
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= total;
    }
    return mean;
  }
}
