package org.latentzoo.tests.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
}
