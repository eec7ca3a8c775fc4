package org.latentzoo.bijector;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The bin of a rational-quadratic {@link Spline} that each of N numbers is in; all are {@code [N]}.
 *
 * @param x where it starts
 * @param width w
 * @param y the spline's value there
 * @param height h
 * @param left d, the derivative at its start
 * @param right d', the derivative at its end
 */
record SplineBin(
    SDVariable x,
    SDVariable width,
    SDVariable y,
    SDVariable height,
    SDVariable left,
    SDVariable right) {
  /** (z - y) / h at theta = (x - x_k) / w. */
  SDVariable rise(SDVariable theta) {
    var above = slope().mul(theta.mul(theta)).add(left.mul(theta.mul(theta.rsub(1))));
    return above.div(divisor(theta));
  }

  /** log dz/dx at theta. */
  SDVariable logSlope(SDVariable theta) {
    var rest = theta.rsub(1);
    var above =
        right
            .mul(theta.mul(theta))
            .add(slope().mul(theta.mul(rest)).mul(2))
            .add(left.mul(rest.mul(rest)));
    var math = theta.getSameDiff().math();
    return math.log(above).add(math.log(slope()).mul(2)).sub(math.log(divisor(theta)).mul(2));
  }

  /** theta at which the spline has risen by {@code v}: the stable root of its quadratic. */
  SDVariable place(SDVariable v) {
    var sd = v.getSameDiff();
    var bent = v.mul(bend());
    var a = height.mul(slope().sub(left)).add(bent);
    var b = height.mul(left).sub(bent);
    var c = slope().mul(v).neg();
    var discriminant = sd.nn().relu(b.mul(b).sub(a.mul(c).mul(4)), 0);
    return c.mul(-2).div(b.add(sd.math().sqrt(discriminant)));
  }

  private SDVariable slope() {
    return height.div(width);
  }

  private SDVariable bend() {
    return left.add(right).sub(slope().mul(2));
  }

  private SDVariable divisor(SDVariable theta) {
    return slope().add(bend().mul(theta.mul(theta.rsub(1))));
  }
}
