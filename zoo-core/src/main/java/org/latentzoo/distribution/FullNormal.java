package org.latentzoo.distribution;

import static org.latentzoo.graph.Maths.LOG_2PI;
import static org.latentzoo.graph.Maths.sumLast;

import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * log N(z; mu, S) = -1/2 [k log 2 pi + log |S| + (z - mu)^T S^-1 (z - mu)], one covariance for all
 * rows.
 *
 * @param mean mu, {@code [B, k]}
 * @param covariance S, {@code [k, k]}
 * @param size k
 */
public record FullNormal(SDVariable mean, SDVariable covariance, int size) {
  /** log N(z; mu, S) of each row, {@code [B]}. */
  public SDVariable logProb(SDVariable z) {
    var deviation = z.sub(mean);
    var distance = sumLast(deviation.mmul(Ops.inverse(covariance, size)).mul(deviation));
    return distance.add(Ops.logDet(covariance, size)).add(size * LOG_2PI).mul(-0.5);
  }

  /**
   * log N(z_m; mu_b, S) of every code under every row, {@code [B, M]}, as {@link
   * Posterior#pairwiseLogProb}: z^T S^-1 z - 2 z^T S^-1 mu + mu^T S^-1 mu in double, see {@link
   * Pairs#exact}.
   *
   * @param codes z, {@code [M, k]}
   */
  public SDVariable pairwiseLogProb(SDVariable codes) {
    var z = Pairs.exact(codes);
    var mu = Pairs.exact(mean);
    var s = Pairs.exact(covariance);
    var precision = Ops.inverse(s, size);
    var scaled = mu.mmul(precision);
    var constants = sumLast(scaled.mul(mu)).add(Ops.logDet(s, size)).add(size * LOG_2PI);
    var squares = sumLast(z.mmul(precision).mul(z));
    var distances = Pairs.codes(squares).add(Pairs.rows(constants));
    return Pairs.products(scaled, z).sub(distances.mul(0.5));
  }

  /** The diagonal of S for every row, {@code [B, k]}. */
  public SDVariable variance() {
    return mean.mul(0).add(mean.getSameDiff().math().diagPart(covariance));
  }
}
