package org.latentzoo.distribution;

import static org.latentzoo.graph.Maths.LOG_2PI;
import static org.latentzoo.graph.Maths.sumLast;

import org.latentzoo.graph.Noise;
import org.nd4j.autodiff.samediff.SDVariable;

/** The prior: log N(z; 0, I) = -1/2 sum_i [log 2 pi + z_i^2]. */
public final class StandardNormal {
  private StandardNormal() {}

  /** log N(z; 0, I) of each row, {@code [B, K] -> [B]}. */
  public static SDVariable logProb(SDVariable z) {
    return sumLast(z.mul(z).add(LOG_2PI)).mul(-0.5);
  }

  /** A draw from it is the noise itself. */
  public static Noise noise() {
    return Noise.NORMAL;
  }
}
