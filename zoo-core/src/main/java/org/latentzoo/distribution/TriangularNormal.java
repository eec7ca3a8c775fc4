package org.latentzoo.distribution;

import static org.latentzoo.graph.Maths.LOG_2PI;
import static org.latentzoo.graph.Maths.sumLast;

import org.latentzoo.graph.Noise;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * log N(z; mu, L L^T) = -1/2 [K log 2 pi + |e|^2] - sum_i log L_ii with e = L^-1 (z - mu): every
 * row has a covariance of its own.
 *
 * <p>L = D (I + U), U strictly lower triangular, so that e solves (I + U) e = D^-1 (z - mu) for the
 * diagonal D, and U^K = 0 makes (I + U)^-1 = (I - U)(I + U^2)(I + U^4) ... a finite product.
 *
 * @param mean mu, {@code [B, K]}
 * @param logVariance log D_ii^2, {@code [B, K]}
 * @param lower its entries below the diagonal are U, the others are not read, {@code [B, K K]}
 * @param size K
 */
public record TriangularNormal(SDVariable mean, SDVariable logVariance, SDVariable lower, int size)
    implements Posterior {
  @Override
  public SDVariable logProb(SDVariable z) {
    var y = z.sub(mean).mul(exp(logVariance.mul(-0.5)));
    return logProbOfSample(solve(y.reshape(-1, size, 1)).reshape(-1, size));
  }

  /** By broadcasting: holds {@code [B, M, K]} numbers. */
  @Override
  public SDVariable pairwiseLogProb(SDVariable codes) {
    var scale = Pairs.rows(exp(logVariance.mul(-0.5)));
    var y = Pairs.codes(codes).sub(Pairs.rows(mean)).mul(scale);
    var e = solve(y.permute(0, 2, 1)).permute(0, 2, 1);
    var constants = sumLast(logVariance.add(LOG_2PI));
    return sumLast(e.mul(e)).add(Pairs.zeros(mean)).add(Pairs.rows(constants)).mul(-0.5);
  }

  @Override
  public SDVariable logProbOfSample(SDVariable noise) {
    return sumLast(noise.mul(noise).add(logVariance).add(LOG_2PI)).mul(-0.5);
  }

  /** The diagonal of L L^T. */
  @Override
  public SDVariable variance() {
    var u = strictlyLower();
    return sumLast(u.mul(u)).add(1).mul(exp(logVariance));
  }

  @Override
  public SDVariable entropies() {
    return logVariance.add(LOG_2PI + 1).mul(0.5);
  }

  @Override
  public Noise noise() {
    return Noise.NORMAL;
  }

  /** mu + L eps (equation 13). */
  @Override
  public SDVariable sample(SDVariable noise) {
    var mixed = sumLast(strictlyLower().mul(noise.reshape(-1, 1, size))).add(noise);
    return mean.add(exp(logVariance.mul(0.5)).mul(mixed));
  }

  /** U, {@code [B, K, K]}. */
  private SDVariable strictlyLower() {
    var mask = Nd4j.zeros(lower.dataType(), size, size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        mask.putScalar(i, j, 1);
      }
    }
    return lower.reshape(-1, size, size).mul(lower.getSameDiff().constant(mask));
  }

  /** (I + U)^-1 y for columns y, {@code [B, K, M]}. */
  private SDVariable solve(SDVariable y) {
    var power = strictlyLower().neg();
    var e = y;
    for (int known = 1; known < size; known *= 2) {
      e = e.add(power.mmul(e));
      power = power.mmul(power);
    }
    return e;
  }

  private static SDVariable exp(SDVariable x) {
    return x.getSameDiff().math().exp(x);
  }
}
