package org.latentzoo.data;

import org.nd4j.linalg.factory.Nd4j;

/** Column means and standard deviations in one pass (Welford 1962). */
final class Moments {
  private final double[] mean;
  private final double[] squares;
  private long n;

  Moments(int columns) {
    mean = new double[columns];
    squares = new double[columns];
  }

  void add(Row row) {
    n++;
    for (int j = 0; j < mean.length; j++) {
      double x = row.features().get(j);
      double delta = x - mean[j];
      mean[j] += delta / n;
      squares[j] += delta * (x - mean[j]);
    }
  }

  /** Standardises by what was added; a constant column is only shifted. */
  Preprocessing preprocessing(double scale) {
    var divisor = new double[mean.length];
    for (int j = 0; j < mean.length; j++) {
      divisor[j] = squares[j] > 0 ? Math.sqrt(squares[j] / n) : 1;
    }
    return new Preprocessing(
        scale, Nd4j.createFromArray(mean), Nd4j.createFromArray(divisor), Binarize.NONE);
  }
}
