package org.latentzoo.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.latentzoo.check.UserException;
import org.latentzoo.train.LearningRate.Kind;
import org.latentzoo.train.LearningRate.Unit;

class LearningRateTest {
  @Test
  void growsLinearlyThenStays() {
    var rate = new LearningRate(Kind.CONSTANT, 4, 0, 1, 1, Unit.EPOCHS);
    double[] expected = {0.05, 0.1, 0.15, 0.2, 0.2, 0.2};
    for (int t = 0; t < expected.length; t++) {
      assertEquals(expected[t], rate.at(0.2, t, 6, 0), 1e-15);
    }
  }

  @Test
  void cosineFallsToItsFinalFraction() {
    var rate = new LearningRate(Kind.COSINE, 10, 0.1, 1, 1, Unit.EPOCHS);
    assertEquals(0.01, rate.at(0.1, 0, 110, 0), 1e-15);
    assertEquals(0.1, rate.at(0.1, 10, 110, 0), 1e-15);
    // A third of the way, cos(pi / 3) = 1/2.
    assertEquals(0.1 * (0.1 + 0.9 * 0.75), rate.at(0.1, 40, 100, 0), 1e-15);
    assertEquals(0.055, rate.at(0.1, 60, 110, 0), 1e-15);
    assertEquals(0.01, rate.at(0.1, 110, 110, 0), 1e-15);
    assertEquals(0.01, rate.at(0.1, 999, 110, 0), 1e-15);
  }

  @Test
  void dropsEveryFewEpochsOrSteps() {
    var byEpoch = new LearningRate(Kind.STEP, 0, 0, 0.5, 3, Unit.EPOCHS);
    assertEquals(1, byEpoch.at(1, 1000, 9999, 2));
    assertEquals(0.5, byEpoch.at(1, 1000, 9999, 3));
    assertEquals(0.25, byEpoch.at(1, 1000, 9999, 8));
    var byStep = new LearningRate(Kind.STEP, 0, 0, 0.1, 100, Unit.STEPS);
    assertEquals(2, byStep.at(2, 99, 9999, 50), 1e-15);
    assertEquals(0.02, byStep.at(2, 250, 9999, 0), 1e-15);
  }

  @Test
  void refusesWhatHasNoMeaning() {
    assertEquals(
        "train.schedule.every must be at least 1, got 0.",
        assertThrows(
                UserException.class, () -> new LearningRate(Kind.STEP, 0, 0, 0.5, 0, Unit.STEPS))
            .getMessage());
    assertEquals(
        "train.schedule.factor must be above 0 and at most 1, got NaN.",
        assertThrows(
                UserException.class,
                () -> new LearningRate(Kind.STEP, 0, 0, Double.NaN, 1, Unit.STEPS))
            .getMessage());
  }
}
