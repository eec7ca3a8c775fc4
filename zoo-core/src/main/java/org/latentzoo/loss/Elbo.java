package org.latentzoo.loss;

import org.latentzoo.graph.Maths;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * ELBO(x) = E_q[log p(x | z)] - KL(q(z | x) || p(z)) &lt;= log p(x) (equation 9), per row in nats.
 *
 * @param reconstruction log p(x | z) at a sample z of q, {@code [B]}
 * @param kl KL(q || p), {@code [B]}
 */
public record Elbo(SDVariable reconstruction, SDVariable kl) {
  /** The bound of each row, {@code [B]}. */
  public SDVariable value() {
    return reconstruction.sub(kl);
  }

  /** What equation 15 minimises: the mean of -ELBO, a scalar. */
  public SDVariable loss() {
    return Maths.batchMean(value()).neg();
  }
}
