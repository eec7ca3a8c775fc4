package org.latentzoo.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WeightedMeanTest {
  private static final double NOTHING = Double.NEGATIVE_INFINITY;

  private static WeightedMean of(double... logWeights) {
    var mean = new WeightedMean(1);
    for (int k = 0; k < logWeights.length; k++) {
      mean.add(logWeights[k], new double[] {k});
    }
    return mean;
  }

  @Test
  void weighsByTheExponential() {
    var mean = of(Math.log(1), Math.log(3), Math.log(2));
    assertEquals(Math.log(2), mean.logMeanWeight(), 1e-15);
    assertArrayEquals(new double[] {7 / 6.0}, mean.mean(), 1e-15);
  }

  @Test
  void largeLogWeightsDoNotOverflow() {
    assertEquals(1e4 + Math.log(0.5), of(-1e4, 1e4).logMeanWeight(), 1e-11);
  }

  @Test
  void aWeightOfZeroCountsWhereverItComes() {
    for (var mean : new WeightedMean[] {of(NOTHING, 0, NOTHING, 0), of(0, NOTHING, 0, NOTHING)}) {
      assertEquals(Math.log(0.5), mean.logMeanWeight(), 1e-15);
    }
    assertArrayEquals(new double[] {2}, of(NOTHING, 0, NOTHING, 0).mean(), 1e-15);
    assertEquals(NOTHING, of(NOTHING, NOTHING).logMeanWeight());
  }
}
