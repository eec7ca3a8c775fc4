package org.latentzoo.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.kernel.Sgemm.Matrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SmallBlocksTest {
  @ParameterizedTest
  @CsvSource({
    "false, false, 128, 400, 784",
    "false, false, 2, 65, 9000",
    "false, false, 201, 7, 130",
    "true, false, 784, 200, 128",
    "true, false, 50, 200, 1000",
    "false, true, 128, 400, 784",
    "false, true, 16, 257, 33",
    "false, true, 5, 3, 2000"
  })
  void addUpToTheProductWithinTheBoundsOfOpenBlas(
      boolean transposeA, boolean transposeB, int rows, int columns, int inner) {
    var a = transposeA ? random(inner, rows) : random(rows, inner);
    var b = transposeB ? random(columns, inner) : random(inner, columns);
    var c = Nd4j.valueArrayOf(new long[] {rows, columns}, Float.NaN, DataType.FLOAT);

    var small = SmallBlocks.of(product(a, transposeA, b, transposeB, c));
    small.run();

    assertFalse(c.isNaN().any());
    var left = (transposeA ? a.transpose() : a).castTo(DataType.DOUBLE);
    var right = (transposeB ? b.transpose() : b).castTo(DataType.DOUBLE);
    var error = left.mmul(right).sub(c.castTo(DataType.DOUBLE)).amaxNumber();
    assertEquals(0, error.doubleValue(), 1e-7 * inner);
    for (var block : small.blocks()) {
      long elements = (long) block.rows() * block.columns();
      assertTrue(elements * block.inner() <= 1_000_000, block.toString());
      assertTrue(!transposeB || elements <= 1_200, block.toString());
    }
  }

  @Test
  void aPartOfAPartIsWhereItIsInTheWhole() {
    var a = random(5, 70);
    var b = random(70, 6);
    var c = Nd4j.zeros(DataType.FLOAT, 5, 6);
    var exact = a.mmul(b);

    product(a, false, b, false, c).part(1, 1, 5, 6).part(2, 3, 2, 2).run();

    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 6; j++) {
        boolean isInside = i >= 3 && j >= 4;
        assertEquals(isInside ? exact.getFloat(i, j) : 0, c.getFloat(i, j), 1e-5f);
      }
    }
  }

  private static Sgemm product(
      INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray c) {
    int rows = c.rows();
    int inner = (int) (a.length() / rows);
    var left = Matrix.of(a, transposeA);
    var right = Matrix.of(b, transposeB);
    return new Sgemm(rows, c.columns(), inner, left, right, 0, Matrix.of(c, false));
  }

  private static INDArray random(int rows, int columns) {
    return Nd4j.rand(DataType.FLOAT, rows, columns).subi(0.5);
  }
}
