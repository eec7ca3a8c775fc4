package org.latentzoo.distribution;

import static org.latentzoo.graph.Maths.LOG_2PI;
import static org.latentzoo.graph.Maths.logSumExpLast;
import static org.latentzoo.graph.Maths.softplus;
import static org.latentzoo.graph.Maths.sumLast;

import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * KL(q || p) = E_q[log q - log p] of each row in closed form, {@code [B]}, in nats (equation 18).
 */
public final class KullbackLeibler {
  private KullbackLeibler() {}

  /** The sum over units of {@link #unitsToStandardNormal}. */
  public static SDVariable toStandardNormal(Posterior q) {
    return sumLast(unitsToStandardNormal(q));
  }

  /**
   * What each unit adds for p = N(0, I), {@code [B, K]}: 1/2 (log 2 pi + mu_i^2 + sigma_i^2) - H_i,
   * since -log p is quadratic whatever q is.
   */
  public static SDVariable unitsToStandardNormal(Posterior q) {
    var squares = q.variance().add(q.mean().mul(q.mean()));
    return squares.add(LOG_2PI).mul(0.5).sub(q.entropies());
  }

  /** 1/2 [tr S + |mu|^2 - k - log |S|] for q = N(mu, S) and p = N(0, I). */
  public static SDVariable toStandardNormal(FullNormal q) {
    var trace = q.mean().getSameDiff().math().trace(q.covariance());
    var spread = trace.sub(Ops.logDet(q.covariance(), q.size())).sub(q.size());
    return sumLast(q.mean().mul(q.mean())).add(spread).mul(0.5);
  }

  /** 1/2 sum_i [(sigma_q^2 + (mu_q - mu_p)^2) / sigma_p^2 - 1 + log sigma_p^2 - log sigma_q^2]. */
  public static SDVariable of(DiagonalNormal q, DiagonalNormal p) {
    var math = q.mean().getSameDiff().math();
    var shift = q.mean().sub(p.mean());
    var squares = q.variance().add(shift.mul(shift)).mul(math.exp(p.logVariance().neg()));
    return sumLast(squares.sub(1).add(p.logVariance()).sub(q.logVariance())).mul(0.5);
  }

  /** sum_i [sigmoid(l_q) (l_q - l_p) + softplus(l_p) - softplus(l_q)]. */
  public static SDVariable of(Bernoulli q, Bernoulli p) {
    var difference = q.mean().mul(q.logits().sub(p.logits()));
    return sumLast(difference.add(softplus(p.logits())).sub(softplus(q.logits())));
  }

  /** sum_g sum_c pi_q (log pi_q - log pi_p). */
  public static SDVariable of(Categorical q, Categorical p) {
    var difference = sumLast(q.probabilities().mul(q.logits().sub(p.logits())));
    var normalisers = logSumExpLast(p.logits()).sub(logSumExpLast(q.logits()));
    return sumLast(difference.add(normalisers));
  }

  /** sum_g sum_c pi_q (log pi_q - log pi_p). */
  public static SDVariable of(OneHot q, OneHot p) {
    return sumLast(q.mean().mul(q.logProbabilities().sub(p.logProbabilities())));
  }

  /** sum_i [log s_p / s_q + |d| / s_p + s_q / s_p exp(-|d| / s_q) - 1] with d = mu_q - mu_p. */
  public static SDVariable of(Laplace q, Laplace p) {
    var math = q.mean().getSameDiff().math();
    var distance = math.abs(q.mean().sub(p.mean()));
    var logRatio = q.logScale().sub(p.logScale());
    var decay = math.exp(distance.mul(math.exp(q.logScale().neg())).neg().add(logRatio));
    var linear = distance.mul(math.exp(p.logScale().neg()));
    return sumLast(linear.add(decay).sub(logRatio).sub(1));
  }
}
