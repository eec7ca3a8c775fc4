package org.latentzoo.data;

import org.nd4j.linalg.factory.Nd4j;

/** Means and standard deviations of the columns' observed cells in one pass (Welford 1962). */
final class Moments {
  private final double[] mean;
  private final double[] squares;
  private final long[] counts;

  Moments(int columns) {
    mean = new double[columns];
    squares = new double[columns];
    counts = new long[columns];
  }

  void add(Row row) {
    for (int j = 0; j < mean.length; j++) {
      double x = row.features().get(j);
      if (Double.isNaN(x)) {
        continue;
      }
      double delta = x - mean[j];
      mean[j] += delta / ++counts[j];
      squares[j] += delta * (x - mean[j]);
    }
  }

  /** Standardises by what was added; a constant column is only shifted. */
  Preprocessing preprocessing(double scale) {
    var divisor = new double[mean.length];
    for (int j = 0; j < mean.length; j++) {
      divisor[j] = squares[j] > 0 ? Math.sqrt(squares[j] / counts[j]) : 1;
    }
    return new Preprocessing(
        scale, Nd4j.createFromArray(mean), Nd4j.createFromArray(divisor), Binarize.NONE);
  }
}
