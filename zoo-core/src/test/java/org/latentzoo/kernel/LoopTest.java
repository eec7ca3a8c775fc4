package org.latentzoo.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Loops beside ND4J's own ops on the same arrays. */
class LoopTest {
  private static final int THREADS = 3;
  private static final long[] SHAPE = {7, 30, 21};

  private static INDArray random(long... shape) {
    return Nd4j.rand(DataType.FLOAT, shape);
  }

  private static long[] shape(String sizes) {
    return sizes.isEmpty()
        ? new long[0]
        : Arrays.stream(sizes.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "7 30 21", "1 1 1", "21", "30 21", "1 30 21", "7 1 1", "7 30 1", "7 1 21", "1 30 1", "30 1",
    "1 21", "1"
  })
  void readsWhatRepeats(String sizes) {
    var own = shape(sizes);
    var x = random(own);
    var y = random(SHAPE);
    var sum = Nd4j.createUninitialized(DataType.FLOAT, SHAPE);
    var loop = new Loop.Builder((int) y.length());
    loop.write(
        loop.apply(Pointwise.ADD, loop.read(x, own, SHAPE), loop.read(y, SHAPE, SHAPE)), sum);
    loop.build(THREADS).run();
    assertEquals(y.add(Nd4j.zeros(DataType.FLOAT, SHAPE).add(x)), sum);
  }

  @Test
  void refusesWhatDoesNotRepeat() {
    assertFalse(Broadcast.of(new long[] {7}, SHAPE).isPresent());
    assertFalse(Broadcast.of(new long[] {2, 7, 30, 21}, SHAPE).isPresent());
    assertFalse(Broadcast.of(new long[] {3, 1, 5, 1}, new long[] {3, 4, 5, 6}).isPresent());
    assertTrue(Broadcast.of(new long[] {3, 1, 5, 6}, new long[] {3, 4, 5, 6}).isPresent());
    assertFalse(Loop.takes(random(3, 4).transpose()));
    assertFalse(Loop.takes(Nd4j.ones(DataType.DOUBLE, 3)));
    assertFalse(Loop.takes(Nd4j.empty(DataType.FLOAT)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 20, 784, 1023, 1024, 1025, 3000, 8192})
  void sumsRows(int columns) {
    int rows = 211;
    var x = random(rows, columns);
    var sums = Nd4j.createUninitialized(DataType.FLOAT, rows);
    var loop = new Loop.Builder(rows * columns);
    loop.sum(loop.read(x, x.shape(), x.shape()), columns, 0.5f, sums);
    loop.build(THREADS).run();
    var exact = x.castTo(DataType.DOUBLE).sum(1).div(2);
    for (int i = 0; i < rows; i++) {
      assertEquals(exact.getDouble(i), sums.getDouble(i), 4e-7 * exact.getDouble(i));
    }
  }

  /** More values than registers, one written twice, and numbers that stay for all blocks. */
  @Test
  void keepsEveryValueUntilItsLastUse() {
    var x = random(5000);
    var loop = new Loop.Builder(5000);
    int first = loop.read(x, x.shape(), x.shape());
    int two = loop.number(2);
    int value = first;
    for (int i = 0; i < 40; i++) {
      value = loop.apply(Pointwise.ADD, loop.apply(Pointwise.MULTIPLY, value, two), first);
      value = loop.apply(Pointwise.DIVIDE, value, two);
    }
    var once = Nd4j.createUninitialized(DataType.FLOAT, 5000);
    var twice = Nd4j.createUninitialized(DataType.FLOAT, 5000);
    loop.write(value, once);
    loop.write(value, twice);
    loop.write(loop.apply(Pointwise.NEGATE, first, first), x.dup());
    loop.build(1).run();
    var expected = x.toFloatVector();
    for (int i = 0; i < expected.length; i++) {
      float y = expected[i];
      for (int k = 0; k < 40; k++) {
        y = (y * 2 + expected[i]) / 2;
      }
      expected[i] = y;
    }
    assertArrayEquals(expected, once.toFloatVector());
    assertArrayEquals(expected, twice.toFloatVector());
  }

  /** What was written to an array between two runs is read in the second. */
  @Test
  void readsScalarsAnew() {
    var scalar = Nd4j.scalar(3f);
    var out = Nd4j.createUninitialized(DataType.FLOAT, 4);
    var loop = new Loop.Builder(4);
    loop.write(loop.read(scalar, scalar.shape(), out.shape()), out);
    var built = loop.build(THREADS);
    built.run();
    assertEquals(3, out.getFloat(2));
    scalar.assign(5);
    built.run();
    assertEquals(5, out.getFloat(3));
  }
}
