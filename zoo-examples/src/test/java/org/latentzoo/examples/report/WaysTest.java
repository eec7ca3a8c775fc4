package org.latentzoo.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class WaysTest {
  @Test
  void endsAreTheCodesAndTheMiddleIsTheirMean() {
    var way = Ways.between(Nd4j.createFromArray(0.0, 2), Nd4j.createFromArray(4.0, 0), 5);
    assertEquals(Nd4j.create(new double[][] {{0, 2}, {1, 1.5}, {2, 1}, {3, 0.5}, {4, 0}}), way);
  }

  /** The unit's values are 1 and 5: mean 3, standard deviation 2. */
  @Test
  void aTraversalMovesOneUnitByItsDeviations() {
    var codes = Nd4j.create(new double[][] {{7, 1}, {9, 5}});
    var line = Ways.along(Nd4j.createFromArray(8.0, 3), codes, 1, 3, 3);
    assertEquals(Nd4j.create(new double[][] {{8, -3}, {8, 3}, {8, 9}}), line);
  }

  @Test
  void bitsAreTurnedOffAndOn() {
    var line = Ways.choices(Nd4j.createFromArray(1.0, 1), 0, 2);
    assertEquals(Nd4j.create(new double[][] {{0, 1}, {1, 1}}), line);
  }

  @Test
  void choicesAreTakenInTurn() {
    var line = Ways.choices(Nd4j.createFromArray(0.0, 1, 0, 1, 0, 0), 1, 3);
    assertEquals(
        Nd4j.create(new double[][] {{0, 1, 0, 1, 0, 0}, {0, 1, 0, 0, 1, 0}, {0, 1, 0, 0, 0, 1}}),
        line);
  }
}
