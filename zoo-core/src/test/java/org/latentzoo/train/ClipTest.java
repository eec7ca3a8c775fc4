package org.latentzoo.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.latentzoo.check.UserException;
import org.latentzoo.train.Clip.By;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ClipTest {
  private static INDArray gradient() {
    return Nd4j.createFromArray(3.0, -4.0, 0.0);
  }

  @Test
  void shortensToTheLimit() {
    var gradient = gradient();
    new Clip(By.NORM, 2).apply(gradient);
    assertArrayEquals(new double[] {1.2, -1.6, 0}, gradient.toDoubleVector(), 1e-12);
    new Clip(By.NORM, 2.5).apply(gradient);
    assertArrayEquals(new double[] {1.2, -1.6, 0}, gradient.toDoubleVector(), 1e-12);
  }

  @Test
  void boundsEachValue() {
    var gradient = gradient();
    new Clip(By.VALUE, 3.5).apply(gradient);
    assertArrayEquals(new double[] {3, -3.5, 0}, gradient.toDoubleVector(), 0);
  }

  @Test
  void leavesTheGradientAloneWhenOffOrNotFinite() {
    var gradient = gradient();
    Clip.DEFAULTS.apply(gradient);
    assertEquals(gradient(), gradient);
    var broken = Nd4j.createFromArray(Double.NaN, 7.0);
    new Clip(By.NORM, 1).apply(broken);
    assertEquals(7, broken.getDouble(1));
  }

  @Test
  void theNormOfALongFloatVectorIsAccurate() {
    var gradient = Nd4j.valueArrayOf(new long[] {1_000_000}, 0.1, DataType.FLOAT);
    new Clip(By.NORM, 50).apply(gradient);
    assertEquals(0.05, gradient.getDouble(7), 1e-5);
  }

  @Test
  void refusesALimitOfZero() {
    assertEquals(
        "train.clip.limit must be above 0, got 0.0.",
        assertThrows(UserException.class, () -> new Clip(By.NORM, 0)).getMessage());
  }
}
