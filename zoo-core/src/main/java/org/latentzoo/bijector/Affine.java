package org.latentzoo.bijector;

import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * z = x exp(s) + t with s = c tanh(a): the numbers of a column are a and t (Dinh, Sohl-Dickstein
 * and Bengio 2017). The bound c keeps any stack of layers from over- and underflowing.
 *
 * @param bound c, above 0
 */
public record Affine(double bound) implements Elementwise {
  @Override
  public int numbers() {
    return 2;
  }

  @Override
  public Mapped forward(SDVariable x, SDVariable numbers) {
    var halves = Ops.halves(numbers);
    var s = logScale(halves[0]);
    return Mapped.columnwise(x.mul(exp(s)).add(halves[1]), s);
  }

  @Override
  public Mapped inverse(SDVariable z, SDVariable numbers) {
    var halves = Ops.halves(numbers);
    var s = logScale(halves[0]).neg();
    return Mapped.columnwise(z.sub(halves[1]).mul(exp(s)), s);
  }

  private SDVariable logScale(SDVariable a) {
    return a.getSameDiff().math().tanh(a).mul(bound);
  }

  private static SDVariable exp(SDVariable x) {
    return x.getSameDiff().math().exp(x);
  }
}
