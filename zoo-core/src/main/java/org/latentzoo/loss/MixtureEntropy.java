package org.latentzoo.loss;

import org.latentzoo.graph.Maths;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * H(x) &gt;= -E[log 1/B sum_j N(x_i; c_j, s^2 I)] for rows x_i = c_i + s n_i: the density of the
 * rows as the batch's own centres have it (equation 23), c_i among them (Yin and Zhou 2018). The
 * bound is tight once a row has many centres within s, and never more than log B above what one
 * centre's noise has.
 *
 * @param rows x, {@code [B, D]}
 * @param centres c, {@code [B, D]}
 * @param deviation s
 * @param features D
 */
public record MixtureEntropy(SDVariable rows, SDVariable centres, double deviation, int features) {
  /** -log of the density at each row, in nats, {@code [B]}; its mean is at most the entropy. */
  public SDVariable perRow() {
    var sd = rows.getSameDiff();
    double variance = deviation * deviation;
    var squares = square(differences(0));
    for (int d = 1; d < features; d++) {
      squares = squares.add(square(differences(d)));
    }
    var count = Maths.sumLast(squares.mul(0).add(1));
    return Maths.logSumExpLast(squares.mul(-0.5 / variance))
        .sub(sd.math().log(count))
        .sub(features / 2.0 * (Maths.LOG_2PI + Math.log(variance)))
        .neg();
  }

  /**
   * x_id - c_jd, {@code [B, B]}: the product of (x_id, 1) and (1, -c_jd), which rounds once, where
   * |x|^2 - 2 x c + |c|^2 would lose what a small s makes large.
   */
  private SDVariable differences(int d) {
    return affine(rows, d, 0, 1).mmul(rows.getSameDiff().transpose(affine(centres, d, 1, -1)));
  }

  /** Rows of two columns: {@code slope} times column d of {@code of} in {@code at}, 1 beside it. */
  private SDVariable affine(SDVariable of, int d, int at, double slope) {
    var pick = Nd4j.zeros(of.dataType(), features, 2).putScalar(d, at, slope);
    var one = Nd4j.zeros(of.dataType(), 2).putScalar(1 - at, 1);
    var sd = of.getSameDiff();
    return of.mmul(sd.constant(pick)).add(sd.constant(one));
  }

  private static SDVariable square(SDVariable x) {
    return x.mul(x);
  }
}
