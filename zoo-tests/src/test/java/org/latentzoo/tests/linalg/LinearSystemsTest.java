package org.latentzoo.tests.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.linalg.LinearSystems;
import org.latentzoo.linalg.SymmetricEigen;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LinearSystemsTest {
  private static final int STACK = 3;

  private static INDArray draw(DataType type, String name, long... shape) {
    var array = Nd4j.zeros(type, shape);
    new NoiseSource(1).normal(array, name);
    return array;
  }

  @ParameterizedTest
  @CsvSource({
    "DOUBLE, 1, 1, 1e-12",
    "DOUBLE, 2, 3, 1e-12",
    "DOUBLE, 40, 7, 1e-11",
    "FLOAT, 9, 2, 1e-4"
  })
  void solvesEachOfAStackButASingularOne(DataType type, int n, int m, double tolerance) {
    var a = draw(type, "a", STACK, n, n);
    a.slice(1).assign(0);
    var b = draw(type, "b", STACK, n, m);
    var x = Nd4j.zeros(type, STACK, n, m);
    LinearSystems.solve(a, b, x);
    for (int k : new int[] {0, 2}) {
      var product = a.slice(k).mmul(x.slice(k));
      assertEquals(0, product.sub(b.slice(k)).amaxNumber().doubleValue(), tolerance);
    }
    assertTrue(x.slice(1).isNaN().all());
  }

  /** As training that diverges has them; their neighbours are factored all the same. */
  @Test
  void ofNumbersThatAreNoneIsNone() {
    var a = draw(DataType.DOUBLE, "a", STACK, 3, 3);
    a.putScalar(new int[] {1, 0, 2}, Double.NaN);
    var factors = Nd4j.zeros(DataType.DOUBLE, STACK, 3, 3);
    var rows = Nd4j.zeros(DataType.INT32, STACK, 3);
    LinearSystems.factor(a, factors, rows);
    assertArrayEquals(new int[] {0, 1, 2}, rows.slice(1).toIntVector());
    assertEquals(STACK * 9 - 9, factors.eq(factors).castTo(DataType.INT32).sumNumber().intValue());
    var x = Nd4j.zeros(DataType.DOUBLE, STACK, 3, 3);
    LinearSystems.solve(a, a, x);
    assertTrue(x.slice(1).isNaN().all());
    assertEquals(3, x.slice(2).sumNumber().doubleValue(), 1e-9);
  }

  /** OpenBLAS's threads share a large matrix by a recursion that overran the stacks of Java's. */
  @Test
  void largeMatricesAreSolvedByManyThreadsOnAnyStack() {
    var a = draw(DataType.DOUBLE, "a", 600, 600);
    var x = Nd4j.zeros(DataType.DOUBLE, 600, 1);
    var b = draw(DataType.DOUBLE, "b", 600, 1);
    var factors = Nd4j.zeros(DataType.DOUBLE, 600, 600);
    openblas.blas_set_num_threads(2);
    try {
      CompletableFuture.runAsync(
              () -> {
                LinearSystems.solve(a, b, x);
                LinearSystems.factor(a, factors, Nd4j.zeros(DataType.INT32, 600));
              },
              work -> new Thread(null, work, "shallow", 512L << 10).start())
          .join();
    } finally {
      openblas.blas_set_num_threads(1);
    }
    assertEquals(0, a.mmul(x).sub(b).amaxNumber().doubleValue(), 1e-9);
    double logDet = 0;
    for (int i = 0; i < 600; i++) {
      logDet += Math.log(Math.abs(factors.getDouble(i, i)));
    }
    double expected =
        Arrays.stream(SymmetricEigen.of(a.mmul(a.transpose())).values()).map(Math::log).sum() / 2;
    assertEquals(expected, logDet, 1e-6);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "9", "40"})
  void factorsAreThoseOfTheMatrixWithItsRowsInOrder(int n) {
    var a = draw(DataType.DOUBLE, "a", STACK, n, n);
    var factors = Nd4j.zeros(DataType.DOUBLE, STACK, n, n);
    var rows = Nd4j.zeros(DataType.INT32, STACK, n);
    LinearSystems.factor(a, factors, rows);
    for (int k = 0; k < STACK; k++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double entry = i <= j ? factors.getDouble(k, i, j) : 0;
          for (int l = 0; l < Math.min(i, j + 1); l++) {
            entry += factors.getDouble(k, i, l) * factors.getDouble(k, l, j);
          }
          assertEquals(a.getDouble(k, rows.getInt(k, i), j), entry, 1e-12);
        }
      }
    }
  }
}
