package org.latentzoo.distribution;

import org.latentzoo.graph.Noise;
import org.nd4j.autodiff.samediff.SDVariable;

/** A law over rows x that can be evaluated and drawn from. */
public interface Density {
  /** log p(x) of each row, {@code [B]}, in nats: the event's dimensions are summed. */
  SDVariable logProb(SDVariable x);

  /** The law of the noise that {@link #sample} takes. */
  Noise noise();

  /**
   * x = A(theta, eps) for the noise eps (equation 14). Continuous laws are differentiable in their
   * parameters theta; discrete ones are not.
   */
  SDVariable sample(SDVariable noise);
}
