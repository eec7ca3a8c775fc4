package org.latentzoo.distribution;

import org.latentzoo.graph.Noise;
import org.nd4j.autodiff.samediff.SDVariable;

/** A distribution over rows x, its parameters being SameDiff expressions of one row each. */
public interface Distribution {
  /** log p(x) of each row, {@code [B]}, in nats: the event's dimensions are summed. */
  SDVariable logProb(SDVariable x);

  /** E[x], {@code [B, D]}. */
  SDVariable mean();

  /** H(p) = -E[log p(x)] of each row, {@code [B]}, in nats. */
  SDVariable entropy();

  /** The law of the noise that {@link #sample} takes. */
  Noise noise();

  /**
   * x = A(theta, eps) for the noise eps (equation 14). Continuous distributions are differentiable
   * in their parameters theta; discrete ones are not.
   */
  SDVariable sample(SDVariable noise);
}
