package org.latentzoo.bijector;

import static org.latentzoo.graph.Maths.logSigmoid;

import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * z = log y - log(1 - y) with y = lambda + (1 - 2 lambda) x / L, for x in [0, L] (Dinh,
 * Sohl-Dickstein and Bengio 2017): pixels become real numbers. lambda keeps z within logit(lambda)
 * and its negative.
 *
 * @param levels L, above 0
 * @param lambda above 0, below 1/2
 */
public record Logit(double levels, double lambda) implements Bijector {
  @Override
  public Mapped forward(SDVariable x, @Nullable SDVariable context) {
    var math = x.getSameDiff().math();
    var below = math.log(share(x));
    var above = math.log(share(x.rsub(levels)));
    var slopes = below.add(above).rsub(Math.log(slope()));
    return Mapped.columnwise(below.sub(above), slopes);
  }

  @Override
  public Mapped inverse(SDVariable z, @Nullable SDVariable context) {
    var y = z.getSameDiff().nn().sigmoid(z);
    var upper = z.getSameDiff().nn().sigmoid(z.neg());
    var x = y.sub(upper).mul(0.5 / slope()).add(levels / 2);
    var slopes = logSigmoid(z).add(logSigmoid(z.neg())).sub(Math.log(slope()));
    return Mapped.columnwise(x, slopes);
  }

  /** y of x, and 1 - y of L - x. */
  private SDVariable share(SDVariable x) {
    return x.mul(slope()).add(lambda);
  }

  /** dy/dx. */
  private double slope() {
    return (1 - 2 * lambda) / levels;
  }
}
