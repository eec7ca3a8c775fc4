package org.latentzoo.gradient;

import org.nd4j.autodiff.samediff.SDVariable;

/** p(z) of the codes of a {@link Problem}. */
public interface Prior {
  /**
   * What of KL(q(z | x) || p(z)) is known in closed form, {@code [B]}, at least the negative
   * entropy of q.
   *
   * @param logits of q(z | x), {@code [B, W]}
   */
  SDVariable divergence(SDVariable logits);

  /**
   * What has to be known at codes.
   *
   * @param z {@code [B S, W]}, the codes of a row one after the other
   * @param samples S
   */
  Terms at(SDVariable z, int samples);

  /** A sample of p(z), {@code [B, W]}. */
  SDVariable sample();

  /**
   * Numbers of each code z, {@code [B S]}.
   *
   * @param logProb log p(z), or an estimate of it whose exponential has the mean p(z)
   * @param reward what {@link #divergence} leaves out, as a part of the reward of z
   * @param score log-probability of what was drawn beside z, to be differentiated with log q(z | x)
   */
  record Terms(SDVariable logProb, SDVariable reward, SDVariable score) {}
}
