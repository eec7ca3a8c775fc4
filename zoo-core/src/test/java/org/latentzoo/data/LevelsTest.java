package org.latentzoo.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class LevelsTest {
  /** Doubles are never held as levels. */
  @ParameterizedTest
  @EnumSource(Binarize.class)
  void batchesAreThoseOfPlainArrays(Binarize binarize) {
    var config = DataFixtures.bits("digits", binarize);
    assertArrayEquals(
        batch(config, DataType.DOUBLE), batch(config, DataType.FLOAT), "k / 16 is exact in both");
  }

  private static double[] batch(DataConfig config, DataType type) {
    var rows = DataModule.open(config, type, 1).all();
    var x = Nd4j.create(type, 100, rows.columns());
    try (var epoch = rows.epoch(0, true, 100, 0)) {
      epoch.fill(x);
    }
    return x.castTo(DataType.DOUBLE).reshape(x.length()).toDoubleVector();
  }

  @Test
  void everyCodeIsTheFloatOfItsQuotient() {
    for (double scale : new double[] {1, 16, 255}) {
      var levels = Levels.of(scale);
      var row = new Levels(new byte[256], levels);
      for (int k = 0; k < 256; k++) {
        assertEquals((float) (k / scale), levels[k]);
        row.set(k, k / scale);
        assertEquals(levels[k], row.get(k));
      }
    }
  }

  @Test
  void holdsWholeNumbersOfAByteOnly() {
    int[] columns = {1};
    for (double k : new double[] {0, 1, 255}) {
      assertArrayEquals(
          new byte[] {(byte) k}, Levels.codes(new double[] {-7, k}, columns).orElseThrow());
    }
    for (double k : new double[] {-1, 0.5, 256, Double.NaN, 1e300}) {
      assertTrue(Levels.codes(new double[] {0, k}, columns).isEmpty(), () -> "held " + k);
    }
    for (double scale : new double[] {0, 0.5, 1.5, 256, -16, Double.NaN}) {
      assertEquals(0, Levels.of(scale).length);
    }
  }

  @Test
  void refusesOtherValues() {
    var row = new Levels(new byte[1], Levels.of(16));
    for (double value : new double[] {0.03, -1 / 16.0, 16, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> row.set(0, value));
    }
  }
}
