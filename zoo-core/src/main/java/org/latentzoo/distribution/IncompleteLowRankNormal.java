package org.latentzoo.distribution;

import static org.latentzoo.graph.Maths.LOG_2PI;
import static org.latentzoo.graph.Maths.sumLast;

import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * log N(x_o; b_o, C_oo) of the cells o of each row that are not NaN, C = W W^T + sigma^2 I:
 *
 * <p>m = M_o^-1 W_o^T (x_o - b_o), M_o = W_o^T W_o + sigma^2 I, one for each row; then as in {@link
 * LowRankNormal}, with the rows of W and the number of cells that are observed. No gradient passes
 * through it.
 *
 * @param normal the law of whole rows
 * @param x rows, NaN where missing, {@code [B, d]}
 */
public record IncompleteLowRankNormal(LowRankNormal normal, SDVariable x) {
  /** log p(x_o) of each row, {@code [B]}; 0 of a row without any observed cell. */
  public SDVariable logProb() {
    var observed = observed();
    var code = posteriorMean();
    var residual = centred().sub(code.mmul(transposedLoadings()).mul(observed));
    var precision = sd().math().exp(normal.logVariance().neg());
    var distance = sumLast(residual.mul(residual)).mul(precision).add(sumLast(code.mul(code)));
    var count = sumLast(observed);
    var logDet = Ops.logDetEach(inner()).add(count.sub(normal.latent()).mul(normal.logVariance()));
    return distance.add(logDet).add(count.mul(LOG_2PI)).mul(-0.5);
  }

  /** E[z | x_o], {@code [B, q]}. */
  public SDVariable posteriorMean() {
    return Ops.solveEach(inner(), centred().mmul(normal.loadings()), normal.latent());
  }

  /** The rows with E[x_i | x_o] = w_i^T E[z | x_o] + b_i for every missing x_i, {@code [B, d]}. */
  public SDVariable imputed() {
    var mean = posteriorMean().mmul(transposedLoadings()).add(normal.location());
    return Ops.where(sd().eq(x, x), x, mean);
  }

  /** 1 where a cell is observed, otherwise 0. */
  private SDVariable observed() {
    return sd().eq(x, x).castTo(x.dataType());
  }

  /** x - b, and 0 where x is missing. */
  private SDVariable centred() {
    return Ops.where(sd().eq(x, x), x.sub(normal.location()), sd().zerosLike(x));
  }

  /** M_o of each row, {@code [B, q, q]}: the masks times all products w_ij w_ik. */
  private SDVariable inner() {
    int q = normal.latent();
    var left = sd().reshape(normal.loadings(), normal.features(), q, 1);
    var right = sd().reshape(normal.loadings(), normal.features(), 1, q);
    var products = sd().reshape(left.mul(right), normal.features(), (long) q * q);
    var grams = sd().reshape(observed().mmul(products), -1, q, q);
    var identity = sd().constant(Nd4j.eye(q).castTo(x.dataType()).reshape(1, q, q));
    return grams.add(identity.mul(sd().math().exp(normal.logVariance())));
  }

  private SDVariable transposedLoadings() {
    return sd().transpose(normal.loadings());
  }

  private org.nd4j.autodiff.samediff.SameDiff sd() {
    return x.getSameDiff();
  }
}
