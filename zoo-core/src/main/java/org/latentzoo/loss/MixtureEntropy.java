package org.latentzoo.loss;

import org.latentzoo.graph.Maths;
import org.nd4j.autodiff.samediff.SDVariable;

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
    var squares =
        rows.mmul(sd.transpose(centres))
            .mul(-2)
            .add(sd.expandDims(Maths.sumLast(rows.mul(rows)), 1))
            .add(sd.expandDims(Maths.sumLast(centres.mul(centres)), 0));
    var count = Maths.sumLast(squares.mul(0).add(1));
    return Maths.logSumExpLast(squares.mul(-0.5 / variance))
        .sub(sd.math().log(count))
        .sub(features / 2.0 * (Maths.LOG_2PI + Math.log(variance)))
        .neg();
  }
}
