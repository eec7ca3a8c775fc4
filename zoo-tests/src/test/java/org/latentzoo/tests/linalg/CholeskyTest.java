package org.latentzoo.tests.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.linalg.Cholesky;
import org.latentzoo.linalg.SymmetricEigen;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CholeskyTest {
  /** With eigenvalues from 0.1 / n on. */
  private static INDArray positive(int n) {
    var a = Nd4j.zeros(DataType.DOUBLE, n, n);
    new NoiseSource(1).normal(a, "a");
    return a.mmul(a.transpose()).divi(n).addi(Nd4j.eye(n).castTo(DataType.DOUBLE).muli(0.1 / n));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 40})
  void solvesInvertsAndMeasures(int n) {
    var a = positive(n);
    var factor = Cholesky.inPlace(a.toDoubleMatrix());
    var b = Nd4j.zeros(DataType.DOUBLE, n);
    new NoiseSource(2).normal(b, "b");
    var x = factor.solve(b.toDoubleVector());
    var inverse = factor.inverse();
    for (int i = 0; i < n; i++) {
      double product = 0;
      for (int k = 0; k < n; k++) {
        product += a.getDouble(i, k) * x[k];
        assertEquals(inverse[k][i], inverse[i][k], "symmetric");
      }
      assertEquals(b.getDouble(i), product, 1e-10);
      for (int j = 0; j < n; j++) {
        double entry = 0;
        for (int k = 0; k < n; k++) {
          entry += a.getDouble(i, k) * inverse[k][j];
        }
        assertEquals(i == j ? 1 : 0, entry, 1e-10);
      }
    }
    double logDet = 0;
    for (double value : SymmetricEigen.of(a).values()) {
      logDet += Math.log(value);
    }
    assertEquals(logDet, factor.logDet(), 1e-10);
  }

  @Test
  void refusesWhatIsNotPositiveDefinite() {
    var indefinite = new double[][] {{1, 2}, {2, 1}};
    var error = assertThrows(ArithmeticException.class, () -> Cholesky.inPlace(indefinite));
    assertEquals("The matrix is not positive definite: pivot -3.0.", error.getMessage());
  }
}
