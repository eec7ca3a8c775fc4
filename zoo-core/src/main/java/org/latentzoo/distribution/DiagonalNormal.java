package org.latentzoo.distribution;

import static org.latentzoo.graph.Maths.LOG_2PI;
import static org.latentzoo.graph.Maths.sumLast;

import org.latentzoo.graph.Noise;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * log N(x; mu, diag(sigma^2)) = -1/2 sum_i [log 2 pi + log sigma_i^2 + (x_i - mu_i)^2 / sigma_i^2].
 *
 * @param mean mu, {@code [B, D]}
 * @param logVariance log sigma^2, {@code [B, D]} or a shape that broadcasts to it
 */
public record DiagonalNormal(SDVariable mean, SDVariable logVariance) implements Posterior {
  @Override
  public SDVariable logProb(SDVariable x) {
    var deviation = x.sub(mean);
    var precision = exp(logVariance.neg());
    return sumLast(deviation.mul(deviation).mul(precision).add(logVariance).add(LOG_2PI)).mul(-0.5);
  }

  /**
   * Two matrix products, of z^2 with 1 / sigma^2 and of z with mu / sigma^2; in double, see {@link
   * Pairs#exact}.
   */
  @Override
  public SDVariable pairwiseLogProb(SDVariable codes) {
    var z = Pairs.exact(codes);
    var mu = Pairs.exact(mean);
    var logSigma2 = Pairs.exact(logVariance).add(mu.mul(0));
    var precision = exp(logSigma2.neg());
    var scaled = mu.mul(precision);
    var squares = Pairs.products(precision, z.mul(z)).mul(-0.5);
    var constants = sumLast(mu.mul(scaled).add(logSigma2).add(LOG_2PI)).mul(0.5);
    return squares.add(Pairs.products(scaled, z)).sub(Pairs.rows(constants));
  }

  /** sigma^2, in the shape of {@link #logVariance}. */
  @Override
  public SDVariable variance() {
    return exp(logVariance);
  }

  @Override
  public SDVariable entropies() {
    return logVariance.add(mean.mul(0)).add(LOG_2PI + 1).mul(0.5);
  }

  @Override
  public Noise noise() {
    return Noise.NORMAL;
  }

  /** mu + sigma eps (equation 13). */
  @Override
  public SDVariable sample(SDVariable noise) {
    return mean.add(exp(logVariance.mul(0.5)).mul(noise));
  }

  private static SDVariable exp(SDVariable x) {
    return x.getSameDiff().math().exp(x);
  }
}
