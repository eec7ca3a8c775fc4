package org.latentzoo.distribution;

import org.latentzoo.graph.Maths;
import org.nd4j.autodiff.samediff.SDVariable;

/** A q(z | x) over codes of K units, {@code [B, K]}, sampled as a function of noise. */
public interface Posterior extends Distribution {
  /** Var[z_i], {@code [B, K]}. */
  SDVariable variance();

  /**
   * What each unit adds to the entropy, {@code [B, K]}: H(z_i | z_1, ..., z_{i-1}), which is H(z_i)
   * where units are independent.
   */
  SDVariable entropies();

  @Override
  default SDVariable entropy() {
    return Maths.sumLast(entropies());
  }

  /** log q of the sample that {@code noise} gives, {@code [B]}. */
  default SDVariable logProbOfSample(SDVariable noise) {
    return logProb(sample(noise));
  }

  /**
   * log q(z_m | x_b) of every code under every row, in nats.
   *
   * @param codes z, {@code [M, K]}
   * @return {@code [B, M]}
   */
  SDVariable pairwiseLogProb(SDVariable codes);
}
