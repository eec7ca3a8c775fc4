package org.latentzoo.tests.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.linalg.SymmetricEigen;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SymmetricEigenTest {
  private static INDArray symmetric(int n) {
    var a = Nd4j.zeros(DataType.DOUBLE, n, n);
    new NoiseSource(1).normal(a, "a");
    return a.add(a.transpose());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 64})
  void vectorsTimesValuesRebuildTheMatrix(int n) {
    var a = symmetric(n);
    var eigen = SymmetricEigen.of(a);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double entry = 0;
        double product = 0;
        for (int k = 0; k < n; k++) {
          entry += eigen.values()[k] * eigen.vectors()[i][k] * eigen.vectors()[j][k];
          product += eigen.vectors()[k][i] * eigen.vectors()[k][j];
        }
        assertEquals(a.getDouble(i, j), entry, 1e-12 * n);
        assertEquals(i == j ? 1 : 0, product, 1e-13 * n, "U^T U");
      }
    }
  }

  @Test
  void valuesComeLargestFirst() {
    var values = SymmetricEigen.of(symmetric(9)).values();
    var sorted = values.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < 9; i++) {
      assertEquals(sorted[8 - i], values[i]);
    }
    assertTrue(values[0] > values[8]);
  }

  @Test
  void largestEntryOfEachVectorIsPositive() {
    var vectors = SymmetricEigen.of(symmetric(9)).vectors();
    for (int j = 0; j < 9; j++) {
      int column = j;
      double largest =
          Arrays.stream(vectors)
              .map(row -> row[column])
              .reduce((a, b) -> Math.abs(b) > Math.abs(a) ? b : a)
              .orElseThrow();
      assertTrue(largest > 0, "vector " + j);
    }
  }

  @Test
  void theMatrixIsLeftAsItWas() {
    var a = symmetric(4);
    var before = a.dup();
    SymmetricEigen.of(a);
    assertArrayEquals(before.ravel().toDoubleVector(), a.ravel().toDoubleVector());
  }
}
