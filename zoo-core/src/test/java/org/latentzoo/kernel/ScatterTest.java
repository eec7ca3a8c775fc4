package org.latentzoo.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class ScatterTest {
  private static final int THREADS = 3;

  @ParameterizedTest
  @CsvSource({"1, 1", "50, 2", "3, 10", "200, 97"})
  void addsTheUpperTriangleAndLeavesTheRest(int rows, int columns) {
    var x = Nd4j.rand(DataType.DOUBLE, rows, columns);
    var before = Nd4j.rand(DataType.DOUBLE, columns, columns);
    var after = before.dup();
    Scatter.add(THREADS, x, after);
    var product = x.transpose().mmul(x);
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        double added = i <= j ? product.getDouble(i, j) : 0;
        assertEquals(before.getDouble(i, j) + added, after.getDouble(i, j), 1e-12 * rows);
      }
    }
  }
}
