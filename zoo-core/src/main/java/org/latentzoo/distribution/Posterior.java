package org.latentzoo.distribution;

import org.nd4j.autodiff.samediff.SDVariable;

/** q(z | x_b) of each row x_b, whose density can be asked of every code at once. */
public interface Posterior extends Distribution {
  /**
   * log q(z_m | x_b) of every code under every row, in nats.
   *
   * @param codes z, {@code [M, K]}
   * @return {@code [B, M]}
   */
  SDVariable pairwiseLogProb(SDVariable codes);
}
