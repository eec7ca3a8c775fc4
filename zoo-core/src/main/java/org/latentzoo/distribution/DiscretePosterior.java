package org.latentzoo.distribution;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A q(z | x) over codes of discrete units, from their logits; {@link #sample} is a step of them.
 */
public interface DiscretePosterior extends Posterior {
  /**
   * A sample of which the step is smoothed, so that it can be differentiated: {@link #sample} of
   * the same noise is its limit as the temperature falls to 0 (Maddison, Mnih and Teh 2017; Jang,
   * Gu and Poole 2017).
   *
   * @param noise {@code [B, W]}, as for {@link #sample}
   * @param temperature above 0
   * @return {@code [B, W]}, between 0 and 1
   */
  SDVariable relaxed(SDVariable noise, double temperature);
}
