package org.latentzoo.loss;

import org.latentzoo.graph.Maths;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * loss = -1/B sum_n log p(x_n | z_n) + beta sum_i max(lambda, 1/B sum_n KL_ni): equation 19 with a
 * weight on the divergence (Higgins et al. 2017), which may grow while training (Bowman et al.
 * 2016), and lambda nats a unit that cost nothing (free bits, Kingma et al. 2016).
 *
 * @param reconstruction the mean of log p(x | z), a scalar
 * @param kl the mean of the divergence, neither weighted nor with its free bits, a scalar
 * @param loss the scalar to minimise
 */
public record BetaElbo(SDVariable reconstruction, SDVariable kl, SDVariable loss) {
  /**
   * Of a batch.
   *
   * @param reconstruction log p(x | z), {@code [B]}
   * @param kl of each unit, {@code [B, K]}
   * @param beta a scalar
   * @param freeBits lambda, in nats
   */
  public static BetaElbo of(
      SDVariable reconstruction, SDVariable kl, SDVariable beta, double freeBits) {
    var mean = Maths.batchMean(reconstruction);
    var divergence = Maths.batchMean(Maths.sumLast(kl));
    var counted = freeBits == 0 ? divergence : counted(kl, freeBits);
    return new BetaElbo(mean, divergence, counted.mul(beta).sub(mean));
  }

  private static SDVariable counted(SDVariable kl, double freeBits) {
    var excess = kl.getSameDiff().nn().relu(kl.mean(0).sub(freeBits), 0);
    return excess.add(freeBits).sum();
  }
}
