package org.latentzoo.tests.theorem;

import java.math.BigDecimal;
import java.math.MathContext;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * log N(x; b, W W^T + sigma^2 I) by Cholesky of the whole covariance in 34 digits, so that no
 * conditioning in the tests spoils it.
 */
record DenseNormal(double[][] w, double[] b, double logVariance) {
  private static final MathContext DIGITS = MathContext.DECIMAL128;

  static DenseNormal of(INDArray w, INDArray b, INDArray logVariance) {
    return new DenseNormal(w.toDoubleMatrix(), b.toDoubleVector(), logVariance.getDouble(0));
  }

  /** log C = 2 sum_i log L_ii and |L^-1 (x - b)|^2 with C = L L^T. */
  double logProb(double[] x) {
    int d = b.length;
    var root = cholesky();
    var y = new BigDecimal[d];
    double sum = d * Math.log(2 * Math.PI);
    for (int i = 0; i < d; i++) {
      y[i] = new BigDecimal(x[i]).subtract(new BigDecimal(b[i]));
      for (int j = 0; j < i; j++) {
        y[i] = y[i].subtract(root[i][j].multiply(y[j]), DIGITS);
      }
      y[i] = y[i].divide(root[i][i], DIGITS);
      sum += y[i].multiply(y[i]).doubleValue() + 2 * Math.log(root[i][i].doubleValue());
    }
    return -0.5 * sum;
  }

  private BigDecimal[][] cholesky() {
    int d = b.length;
    var root = new BigDecimal[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        var rest = covariance(i, j);
        for (int k = 0; k < j; k++) {
          rest = rest.subtract(root[i][k].multiply(root[j][k]), DIGITS);
        }
        root[i][j] = i == j ? rest.sqrt(DIGITS) : rest.divide(root[j][j], DIGITS);
      }
    }
    return root;
  }

  private BigDecimal covariance(int i, int j) {
    var entry = i == j ? new BigDecimal(Math.exp(logVariance)) : BigDecimal.ZERO;
    for (int k = 0; k < w[i].length; k++) {
      entry = entry.add(new BigDecimal(w[i][k]).multiply(new BigDecimal(w[j][k])), DIGITS);
    }
    return entry;
  }
}
