package org.latentzoo.tests.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.linalg.Moments;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** One pass in batches against two exact passes. */
class MomentsTest {
  private static final int N = 50;
  private static final int D = 3;

  private static BigDecimal mean(INDArray x, int column) {
    var sum = BigDecimal.ZERO;
    for (int n = 0; n < N; n++) {
      sum = sum.add(new BigDecimal(x.getDouble(n, column)));
    }
    return sum.divide(new BigDecimal(N), MathContext.DECIMAL128);
  }

  private static double covariance(INDArray x, int i, int j) {
    var sum = BigDecimal.ZERO;
    var meanI = mean(x, i);
    var meanJ = mean(x, j);
    for (int n = 0; n < N; n++) {
      var deviation = new BigDecimal(x.getDouble(n, i)).subtract(meanI);
      sum = sum.add(deviation.multiply(new BigDecimal(x.getDouble(n, j)).subtract(meanJ)));
    }
    return sum.divide(new BigDecimal(N), MathContext.DECIMAL128).doubleValue();
  }

  /** A mean of 1e8 leaves a double 8 digits after the point, so half of them must survive. */
  @ParameterizedTest
  @CsvSource({
    "0, 50, 1e-14",
    "0, 7, 1e-14",
    "0, 1, 1e-14",
    "1e8, 50, 1e-8",
    "1e8, 7, 1e-8",
    "1e8, 1, 1e-8"
  })
  void equalTwoPasses(double shift, int batch, double tolerance) {
    var x = Nd4j.zeros(DataType.DOUBLE, N, D);
    new NoiseSource(1).normal(x, "x");
    x.addi(shift);
    var moments = new Moments(D);
    for (int from = 0; from < N; from += batch) {
      int to = Math.min(N, from + batch);
      moments.add(x.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()));
    }
    assertEquals(N, moments.count());
    for (int i = 0; i < D; i++) {
      assertEquals(mean(x, i).doubleValue(), moments.mean().getDouble(i), 1e-14 * (1 + shift));
      for (int j = 0; j < D; j++) {
        assertEquals(covariance(x, i, j), moments.covariance().getDouble(i, j), tolerance);
      }
    }
  }

  /** Of whole numbers up to 256 only the quotient by N is rounded, as of longs here. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT, 700, 700, 300, 256",
    "FLOAT, 700, 100, 300, 256",
    "DOUBLE, 300, 1, 5, 255",
    "FLOAT, 600, 600, 129, 0",
    "FLOAT, 262500, 50000, 2, 256"
  })
  void wholeNumbersAreNotRounded(DataType type, int n, int batch, int d, int largest) {
    var random = new Random(1);
    var rows = new long[n][d];
    for (var row : rows) {
      Arrays.setAll(row, j -> extreme(random, largest));
    }
    var moments = new Moments(d);
    for (int from = 0; from < n; from += batch) {
      moments.add(matrix(Arrays.copyOfRange(rows, from, Math.min(n, from + batch)), type));
    }
    assertEquals(n, moments.count());
    var mean = moments.mean();
    var scatter = moments.scatter();
    for (int i = 0; i < d; i += 7) {
      long sumI = sum(rows, i);
      assertEquals((double) sumI / n, mean.getDouble(i), n > 1 << 18 ? 1e-13 : 0);
      for (int j = 0; j < d; j++) {
        long products = 0;
        for (var row : rows) {
          products += row[i] * row[j];
        }
        double exact = (double) (n * products - sumI * sum(rows, j)) / n;
        assertEquals(exact, scatter.getDouble(i, j), n > 1 << 18 ? 1e-15 * n * 65536 : 0);
      }
    }
  }

  /** The largest in half of the cells, so that float's last digits are used. */
  private static long extreme(Random random, int largest) {
    return random.nextBoolean() ? largest : random.nextInt(-largest, largest + 1);
  }

  private static long sum(long[][] rows, int column) {
    return Arrays.stream(rows).mapToLong(row -> row[column]).sum();
  }

  private static INDArray matrix(long[][] rows, DataType type) {
    return Nd4j.createFromArray(rows).castTo(type);
  }

  /** Rows that are not of such numbers, between others, are added as well. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 257, -300, 1e9})
  void wholeAndOtherRowsMix(double other) {
    var x = Nd4j.ones(DataType.DOUBLE, N, D);
    for (int n = 0; n < N; n++) {
      x.putScalar(n, n % D, n);
    }
    x.putScalar(20, 1, other);
    var moments = new Moments(D);
    moments.add(x.get(NDArrayIndex.interval(0, 30), NDArrayIndex.all()));
    moments.add(x.get(NDArrayIndex.interval(30, N), NDArrayIndex.all()));
    assertEquals(N, moments.count());
    for (int i = 0; i < D; i++) {
      assertEquals(
          mean(x, i).doubleValue(), moments.mean().getDouble(i), 1e-15 * (50 + Math.abs(other)));
      for (int j = 0; j < D; j++) {
        double expected = covariance(x, i, j);
        assertEquals(
            expected, moments.covariance().getDouble(i, j), 1e-14 * (2500 + other * other));
      }
    }
  }
}
