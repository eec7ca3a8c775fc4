package org.latentzoo.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ProductTest {
  private static final int MOST_THREADS = 3;

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "3, 5, 2",
    "128, 40, 784",
    "17, 900, 64",
    "900, 17, 64",
    "1, 784, 128",
    "1, 5000, 33",
    "1, 3, 40000",
    "784, 1, 9",
    "33, 20, 1000",
    "20, 33, 1000",
    "250, 250, 250",
    "128, 400, 784",
    "16, 400, 784",
    "128, 40, 400",
    "200, 130, 37",
    "2, 64, 5000",
    "785, 131, 400",
    "3, 9001, 1800",
    "16, 200, 20",
    "16, 200, 784",
    "128, 200, 784",
    "250, 300, 300"
  })
  void isTheProduct(int rows, int columns, int inner) {
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        var a = transposeA ? random(inner, rows) : random(rows, inner);
        var b = transposeB ? random(columns, inner) : random(inner, columns);
        var c = inside(new long[] {rows, columns});
        var left = (transposeA ? a.transpose() : a).castTo(DataType.DOUBLE);
        var right = (transposeB ? b.transpose() : b).castTo(DataType.DOUBLE);
        var exact = left.mmul(right);
        for (int threads = 1; threads <= MOST_THREADS; threads++) {
          c.assign(Float.NaN);
          new Product(threads, a, transposeA, b, transposeB, c).run();
          double error = exact.sub(c.castTo(DataType.DOUBLE)).amaxNumber().doubleValue();
          assertFalse(c.isNaN().any());
          var which = "%s %s by %d".formatted(transposeA, transposeB, threads);
          assertEquals(0, error, 1e-6 * inner, which);
        }
      }
    }
  }

  @Test
  void vectorsAreRows() {
    var a = random(1, 40);
    var c = inside(new long[] {30});
    for (boolean transposed : new boolean[] {false, true}) {
      var b = transposed ? random(30, 40) : random(40, 30);
      new Product(a.reshape(40), false, b, transposed, c).run();
      var exact = a.mmul(transposed ? b.transpose() : b).reshape(30);
      assertEquals(0, exact.sub(c).amaxNumber().doubleValue(), 1e-5);
    }
  }

  /** Of either sign: sums of many positive numbers are large, and round as large numbers do. */
  private static INDArray random(int rows, int columns) {
    return inside(new long[] {rows, columns})
        .assign(Nd4j.rand(DataType.FLOAT, rows, columns).subi(0.5));
  }

  /** A part of a longer vector, as parameters and intermediate values are. */
  private static INDArray inside(long[] shape) {
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    long before = length * 2 / 3 + 13;
    var vector = Nd4j.valueArrayOf(new long[] {before + length}, Float.NaN, DataType.FLOAT);
    return Buffers.view(vector, before, shape);
  }
}
