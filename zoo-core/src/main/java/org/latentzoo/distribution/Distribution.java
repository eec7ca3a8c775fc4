package org.latentzoo.distribution;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A distribution over rows x, its parameters being SameDiff expressions of one row each, with mean
 * and entropy in closed form.
 */
public interface Distribution extends Density {
  /** E[x], {@code [B, D]}. */
  SDVariable mean();

  /** H(p) = -E[log p(x)] of each row, {@code [B]}, in nats. */
  SDVariable entropy();
}
