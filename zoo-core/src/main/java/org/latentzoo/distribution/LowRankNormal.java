package org.latentzoo.distribution;

import static org.latentzoo.graph.Maths.LOG_2PI;
import static org.latentzoo.graph.Maths.sumLast;

import org.latentzoo.graph.Noise;
import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * log N(x; b, C) with C = W W^T + sigma^2 I (equations 3 and 4), at the cost of a q x q inverse:
 *
 * <p>(x - b)^T C^-1 (x - b) = |x - b - W m|^2 / sigma^2 + |m|^2, m = M^-1 W^T (x - b), by Woodbury;
 * log |C| = (d - q) log sigma^2 + log |M|, M = W^T W + sigma^2 I, by the determinant lemma.
 *
 * @param loadings W, {@code [d, q]}
 * @param location b, {@code [d]}
 * @param logVariance log sigma^2, a scalar
 * @param features d
 * @param latent q
 */
public record LowRankNormal(
    SDVariable loadings, SDVariable location, SDVariable logVariance, int features, int latent)
    implements Distribution {

  /** p(z | x) = N(M^-1 W^T (x - b), sigma^2 M^-1) (equation 6). */
  public FullNormal posterior(SDVariable x) {
    return new FullNormal(posteriorMean(x), Ops.inverse(inner(), latent).mul(variance()), latent);
  }

  /** p(x | z) = N(W z + b, sigma^2 I) (equation 2). */
  public DiagonalNormal given(SDVariable z) {
    return new DiagonalNormal(z.mmul(transpose(loadings)).add(location), logVariance);
  }

  /** E_q[log p(x | z)] for q = p(z | x) = N(m, S): log N(x; W m + b) - tr(W^T W S) / 2 sigma^2. */
  public SDVariable expectedLogProb(SDVariable x, FullNormal posterior) {
    var gram = transpose(loadings).mmul(loadings);
    var spread = math().trace(gram.mmul(posterior.covariance()));
    var uncertainty = spread.mul(math().exp(logVariance.neg())).mul(0.5);
    return given(posterior.mean()).logProb(x).sub(uncertainty);
  }

  /**
   * A sample of p(z | x) without a matrix root: z_0 + E[z | x] - E[z | x_0] for a draw (z_0, x_0)
   * of the joint (Matheron's rule).
   *
   * @param noise of z_0, {@code [B, q]}
   * @param residual of x_0 given z_0, {@code [B, d]}
   */
  public SDVariable posteriorSample(SDVariable x, SDVariable noise, SDVariable residual) {
    var imagined = given(noise).sample(residual);
    return noise.add(posteriorMean(x)).sub(posteriorMean(imagined));
  }

  /** E[z | x] = M^-1 W^T (x - b) (equation 6), {@code [B, q]}. */
  public SDVariable posteriorMean(SDVariable x) {
    return x.sub(location).mmul(loadings).mmul(Ops.inverse(inner(), latent));
  }

  @Override
  public SDVariable logProb(SDVariable x) {
    return logBase(x).add(logDet());
  }

  /** log N(C^-1/2 (x - b); 0, I), the density of the whitened row, {@code [B]}. */
  public SDVariable logBase(SDVariable x) {
    var code = posteriorMean(x);
    var residual = x.sub(location).sub(code.mmul(transpose(loadings)));
    var distance = sumSquares(residual).mul(math().exp(logVariance.neg())).add(sumSquares(code));
    return distance.add(features * LOG_2PI).mul(-0.5);
  }

  /** log |C^-1/2|, the log-determinant of the whitening, a scalar. */
  public SDVariable logDet() {
    return logDetCovariance().mul(-0.5);
  }

  /** log |C|, a scalar. */
  public SDVariable logDetCovariance() {
    return Ops.logDet(inner(), latent).add(logVariance.mul(features - latent));
  }

  /** b, {@code [d]}, the mean of every row. */
  @Override
  public SDVariable mean() {
    return location;
  }

  /** A scalar: the same for every row. */
  @Override
  public SDVariable entropy() {
    return logDetCovariance().add(features * (LOG_2PI + 1)).mul(0.5);
  }

  @Override
  public Noise noise() {
    return Noise.NORMAL;
  }

  /** b + W z + sigma e for noise [z, e] of shape {@code [B, q + d]}. */
  @Override
  public SDVariable sample(SDVariable noise) {
    var sd = loadings.getSameDiff();
    var code = sd.slice(noise, new int[] {0, 0}, -1, latent);
    return given(code).sample(sd.slice(noise, new int[] {0, latent}, -1, features));
  }

  private SDVariable inner() {
    var sd = loadings.getSameDiff();
    var identity = sd.constant(Nd4j.eye(latent).castTo(loadings.dataType()));
    return transpose(loadings).mmul(loadings).add(identity.mul(variance()));
  }

  private SDVariable variance() {
    return math().exp(logVariance);
  }

  private static SDVariable sumSquares(SDVariable x) {
    return sumLast(x.mul(x));
  }

  private static SDVariable transpose(SDVariable matrix) {
    return matrix.getSameDiff().transpose(matrix);
  }

  private org.nd4j.autodiff.samediff.ops.SDMath math() {
    return loadings.getSameDiff().math();
  }
}
