package org.latentzoo.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class RowEpochTest {
  private static final int ROWS = 129;
  private static final int COLUMNS = 785;
  private static final NoiseSource NOISE = new NoiseSource(1);

  /**
   * Parts of a batch, odd rows of odd width among them, draw two bits from each long of Java's own
   * generator.
   */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void partsDrawTheBitsOfTheWhole(DataType type) {
    var random = new SplittableRandom(2);
    var whole = Cells.of(type, ROWS * COLUMNS);
    var rows = IntStream.range(0, ROWS).mapToObj(i -> new Row(i, cells(type, random), 0)).toList();
    rows.forEach(row -> whole.put((int) row.index() * COLUMNS, row.features()));
    var bits = bits(whole, NOISE.generator("binarize", 3, 7));

    var format = new RowFormat(COLUMNS, type, true, Binarize.DYNAMIC, NOISE);
    var filled = Nd4j.zeros(type, ROWS, COLUMNS);
    try (var epoch = format.epoch(3, ROWS, 7, List.of(rows).iterator(), () -> {})) {
      epoch.fill(filled);
    }
    assertArrayEquals(bits, filled.castTo(DataType.DOUBLE).ravel().toDoubleVector());
  }

  private static double[] bits(Cells p, SplittableRandom random) {
    var bits = new double[p.length()];
    long drawn = 0;
    for (int i = 0; i < bits.length; i++) {
      drawn = i % 2 == 0 ? random.nextLong() : drawn >>> 32;
      bits[i] = (drawn & 0xFFFFFF) * 0x1p-24 < p.get(i) ? 1 : 0;
    }
    return bits;
  }

  private static Cells cells(DataType type, SplittableRandom random) {
    var cells = Cells.of(type, COLUMNS);
    IntStream.range(0, COLUMNS).forEach(j -> cells.set(j, random.nextDouble()));
    return cells;
  }
}
