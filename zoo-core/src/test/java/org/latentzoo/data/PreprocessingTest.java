package org.latentzoo.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentzoo.data.DataFixtures.bits;
import static org.latentzoo.data.DataFixtures.open;
import static org.latentzoo.data.DataFixtures.plain;
import static org.latentzoo.data.DataFixtures.rows;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.check.UserException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PreprocessingTest {
  private static INDArray features(Rows rows) {
    var x = Nd4j.create(DataType.DOUBLE, rows.count(), rows.columns());
    try (var epoch = rows.epoch(0, false, (int) rows.count(), 0)) {
      epoch.fill(x);
    }
    return x;
  }

  private static DataConfig standardized(String source, int window) {
    return new DataConfig(
        source, "auto", "4", true, Binarize.NONE, "0.2", "0.1", window, Missing.REFUSE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void standardisesByTheTrainingRows(int window) {
    var module = open(standardized("digits", window));
    var train = features(module.train());
    int constants = 0;
    for (int j = 0; j < 64; j++) {
      var column = train.getColumn(j);
      assertEquals(0, column.meanNumber().doubleValue(), 1e-12);
      boolean constant = column.maxNumber().equals(column.minNumber());
      constants += constant ? 1 : 0;
      assertEquals(constant ? 0 : 1, column.stdNumber(false).doubleValue(), 1e-12);
    }
    assertTrue(constants >= 3 && constants < 10, "the corners of the image are always 0");
    assertTrue(
        Math.abs(features(module.validation()).meanNumber().doubleValue()) > 1e-6,
        "other rows are treated as the training rows were");
  }

  @Test
  void logDetIsThatOfTheNumericJacobian() {
    var module = open(standardized("counting:50", 0));
    var preprocessing = module.preprocessing();
    var raw = features(open(plain("counting:50")).all());
    var seen = features(module.all());
    double logDet = 0;
    for (int j = 0; j < 3; j++) {
      double dy = seen.getDouble(9, j) - seen.getDouble(2, j);
      logDet += Math.log(Math.abs(dy / (raw.getDouble(9, j) - raw.getDouble(2, j))));
    }
    assertEquals(logDet, preprocessing.logDet(), 1e-10);
    var back = preprocessing.inverse(seen);
    assertTrue(back.equalsWithEps(raw, 1e-10));
    var floats = preprocessing.inverse(seen.castTo(DataType.FLOAT));
    assertEquals(DataType.FLOAT, floats.dataType());
    assertEquals(-64 * Math.log(16), open(DataConfig.DEFAULTS).preprocessing().logDet(), 1e-10);
    assertEquals(0, open(bits("digits", Binarize.STATIC)).preprocessing().logDet());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void treatsOtherDataAsTheTrainingDataWere(int window) {
    var run = open(standardized("counting:50", 0));
    var config = DataFixtures.split("counting:60", "0", "0", window);
    var other = DataModule.open(config, DataType.DOUBLE, 1, run.preprocessing());
    assertEquals(rows(run.all()), rows(other.all()).subList(0, 50));
    var refusal =
        assertThrows(
            UserException.class,
            () -> DataModule.open(plain("digits"), DataType.DOUBLE, 1, run.preprocessing()));
    assertTrue(refusal.getMessage().contains("expected 3 features as in training, got 64"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Binarize.class,
      names = {"DYNAMIC", "STATIC"})
  void bitsHaveTheMeansOfTheirPixels(Binarize binarize) {
    for (var type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      var p = features(open(DataConfig.DEFAULTS).all());
      var rows = DataModule.open(bits("digits", binarize), type, 1).all();
      var x = Nd4j.create(type, 1797, 64);
      try (var epoch = rows.epoch(5, false, 1797, 0)) {
        epoch.fill(x);
      }
      assertTrue(x.mul(x.rsub(1)).maxNumber().doubleValue() == 0, "bits");
      var difference = x.castTo(DataType.DOUBLE).sub(p).sumNumber().doubleValue();
      var variance = p.mul(p.rsub(1)).sumNumber().doubleValue();
      assertTrue(Math.abs(difference) < 5 * Math.sqrt(variance), difference + " of " + variance);
      assertTrue(x.castTo(DataType.DOUBLE).sub(p).norm1Number().doubleValue() > variance);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void dynamicBitsChangeWithTheEpochAndStaticOnesDoNot(int window) {
    for (var binarize : List.of(Binarize.DYNAMIC, Binarize.STATIC)) {
      var config =
          new DataConfig(
              "digits", "auto", "auto", false, binarize, "0", "0", window, Missing.REFUSE);
      var rows = open(config).train();
      var first = rows(rows, 0, false, 100, 0);
      assertEquals(first, rows(rows, 0, false, 100, 0));
      var later = rows(rows, 1, false, 100, 0);
      var otherSeed = rows(DataModule.open(config, DataType.DOUBLE, 2).train(), 0, false, 100, 0);
      if (binarize == Binarize.DYNAMIC) {
        assertNotEquals(first, later);
        assertNotEquals(first, otherSeed);
      } else {
        assertEquals(first, later);
        assertEquals(first, otherSeed);
        var shuffled = rows(rows, 1, true, 100, 0);
        assertEquals(
            first.stream().collect(Collectors.groupingBy(r -> r, Collectors.counting())),
            shuffled.stream().collect(Collectors.groupingBy(r -> r, Collectors.counting())));
      }
    }
  }

  @Test
  void thresholdIsAtOneHalf() {
    var x = features(open(bits("digits", Binarize.THRESHOLD)).all());
    var p = features(open(DataConfig.DEFAULTS).all());
    assertEquals(p.gt(0.5).castTo(DataType.DOUBLE), x);
    assertEquals(0.0, x.getDouble(p.eq(0.5).castTo(DataType.DOUBLE).argMax().getLong(0)));
  }

  @Test
  void refusesToBinariseWhatIsNoProbability() {
    var refusal =
        assertThrows(UserException.class, () -> open(bits("counting:5", Binarize.DYNAMIC)));
    assertEquals(
        "Data source 'counting:5', record 2, column 2: binarised values must lie in [0, 1], got"
            + " -1.0 / 1.0 = -1.0. Set data.scale to the largest value, or data.binarize to none"
            + " and a Gaussian likelihood.",
        refusal.getMessage());
  }
}
