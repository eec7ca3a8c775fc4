package org.latentzoo.loss;

import org.latentzoo.graph.Maths;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * loss = -1/B sum_n log p(x_n | z_n) + beta sum_i max(lambda, 1/B sum_n KL_ni): equation 19 with a
 * weight on the divergence (Higgins et al. 2017), which may grow while training (Bowman et al.
 * 2016), and lambda nats a unit that cost nothing (free bits, Kingma et al. 2016).
 *
 * @param reconstruction log p(x | z), {@code [B]}
 * @param kl of each unit, {@code [B, K]}
 * @param beta a scalar
 * @param freeBits lambda, in nats
 */
public record BetaElbo(SDVariable reconstruction, SDVariable kl, SDVariable beta, double freeBits) {
  /** The scalar to minimise. */
  public SDVariable loss() {
    return divergence().mul(beta).sub(Maths.batchMean(reconstruction));
  }

  private SDVariable divergence() {
    if (freeBits == 0) {
      return Maths.batchMean(Maths.sumLast(kl));
    }
    var excess = kl.getSameDiff().nn().relu(kl.mean(0).sub(freeBits), 0);
    return excess.add(freeBits).sum();
  }
}
