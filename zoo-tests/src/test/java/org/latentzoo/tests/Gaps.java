package org.latentzoo.tests;

import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Cells missing completely at random. */
public final class Gaps {
  private Gaps() {}

  /** A copy of {@code x} in which each cell is NaN with probability {@code share}. */
  public static INDArray in(INDArray x, double share, long seed) {
    var draw = x.ulike();
    new NoiseSource(seed).uniform(draw, "missing");
    var gaps = x.dup();
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < x.columns(); j++) {
        if (draw.getDouble(i, j) < share) {
          gaps.putScalar(i, j, Double.NaN);
        }
      }
    }
    return gaps;
  }
}
