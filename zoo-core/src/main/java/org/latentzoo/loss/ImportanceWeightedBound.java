package org.latentzoo.loss;

import org.latentzoo.graph.Maths;
import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * L_S(x) = E[log 1/S sum_s w_s] &lt;= log p(x), w_s = p(x, z_s) / q(z_s | x): tightens with S
 * (Burda, Grosse and Salakhutdinov 2016).
 *
 * @param logWeights log w, {@code [B, S]}
 * @param samples S
 */
public record ImportanceWeightedBound(SDVariable logWeights, int samples) {
  /** The bound of each row, {@code [B]}. */
  public SDVariable value() {
    return Maths.logSumExpLast(logWeights).sub(Math.log(samples));
  }

  /** The mean of -L_S, a scalar. */
  public SDVariable loss() {
    return Maths.batchMean(value()).neg();
  }

  /**
   * -1/B sum_n sum_s v_ns (1 - beta (1 - v_ns)) log w_ns with v = w / sum w held fixed: no value of
   * interest, but its gradient by what the samples depend on, q held fixed inside w, is that of
   * {@link #loss} with a variance that does not grow against the signal with S. For beta = 1 the
   * factor is v^2 (Tucker et al. 2019, equation 8); where w = p(x | z) (p(z) / q(z | x))^beta, q's
   * own gradient inside w, which the second reparameterisation replaces, counts beta times.
   *
   * @param beta a scalar
   */
  public SDVariable doublyReparameterised(SDVariable beta) {
    var sd = logWeights.getSameDiff();
    var share = Ops.stopGradient(sd.nn().softmax(logWeights, -1));
    var factor = share.mul(share.rsub(1).mul(beta).rsub(1));
    return Maths.batchMean(Maths.sumLast(factor.mul(logWeights))).neg();
  }
}
