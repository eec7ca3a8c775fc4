package org.latentzoo.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ProductTest {
  private static final int THREADS = 3;

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
    "3, 9001, 1800"
  })
  void isTheProduct(int rows, int columns, int inner) {
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        var a = transposeA ? random(inner, rows) : random(rows, inner);
        var b = transposeB ? random(columns, inner) : random(inner, columns);
        var c = inside(new long[] {rows, columns});
        new Product(THREADS, a, transposeA, b, transposeB, c).run();
        var left = (transposeA ? a.transpose() : a).castTo(DataType.DOUBLE);
        var right = (transposeB ? b.transpose() : b).castTo(DataType.DOUBLE);
        double error = left.mmul(right).subi(c.castTo(DataType.DOUBLE)).amaxNumber().doubleValue();
        assertEquals(0, error, 1e-6 * inner, "%s %s".formatted(transposeA, transposeB));
      }
    }
  }

  private static INDArray random(int rows, int columns) {
    return inside(new long[] {rows, columns}).assign(Nd4j.rand(DataType.FLOAT, rows, columns));
  }

  /** A part of a longer vector, as parameters and intermediate values are. */
  private static INDArray inside(long[] shape) {
    long before = shape[0] * shape[1] * 2 / 3 + 13;
    var vector =
        Nd4j.valueArrayOf(new long[] {before + shape[0] * shape[1]}, Float.NaN, DataType.FLOAT);
    return Buffers.view(vector, before, shape);
  }
}
