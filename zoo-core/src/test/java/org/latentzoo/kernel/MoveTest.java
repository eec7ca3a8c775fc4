package org.latentzoo.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

class MoveTest {
  private static final int THREADS = 3;

  /** Short runs and long ones, and enough of both for several threads; along every axis. */
  @ParameterizedTest
  @CsvSource({
    "3, 5, 7, 0, 1, 2",
    "3, 5, 7, 1, 0, 4",
    "3, 5, 7, 1, 4, 1",
    "3, 5, 7, 2, 6, 1",
    "3, 5, 7, 2, 0, 7",
    "1, 70000, 2, 2, 1, 1",
    "400, 5, 100, 1, 2, 2"
  })
  void isThePartOfTheWhole(int a, int b, int c, int axis, int offset, int size) {
    var whole = Nd4j.rand(DataType.FLOAT, a, b, c);
    var region = region(axis, offset, size);
    var part = Nd4j.zeros(DataType.FLOAT, whole.get(region).shape());
    new Copy(Move.out(whole, axis, offset, part)).run(THREADS);
    assertEquals(whole.get(region), part);

    var expected = whole.dup();
    expected.get(region).assign(part.mul(2));
    new Copy(Move.in(part.mul(2), whole, axis, offset)).run(THREADS);
    assertEquals(expected, whole);

    expected.get(region).assign(0);
    new Copy(Move.zeros(whole, axis, offset, size)).run(THREADS);
    assertEquals(expected, whole);
  }

  private static INDArrayIndex[] region(int axis, int offset, int size) {
    var region = new INDArrayIndex[] {NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all()};
    region[axis] = NDArrayIndex.interval(offset, offset + size);
    return region;
  }
}
