package org.latentzoo.loss;

import java.util.stream.DoubleStream;
import org.latentzoo.graph.Maths;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * MMD^2 = E k(x, x') + E k(y, y') - 2 E k(x, y) (Gretton et al. 2012), without bias from n draws of
 * each law, with k(a, b) = sum_s C_s / (C_s + |a - b|^2), C_s = 2 K s: inverse multiquadrics of
 * seven scales around the mean squared distance 2 K of two draws from N(0, I) (Tolstikhin et al.
 * 2018).
 *
 * @param x draws of one law, {@code [n, K]}
 * @param y draws of the other, {@code [n, K]}; nothing that is learnt
 * @param dimension K
 */
public record MaximumMeanDiscrepancy(SDVariable x, SDVariable y, int dimension) {
  private static final double[] SCALES = {0.1, 0.2, 0.5, 1, 2, 5, 10};

  /** k at a squared distance of draws of {@code dimension} numbers. */
  public static double kernel(double squaredDistance, int dimension) {
    double sum = 0;
    for (double scale : SCALES) {
      double c = 2 * dimension * scale;
      sum += c / (c + squaredDistance);
    }
    return sum;
  }

  /** The estimate, a scalar; it may be below 0. */
  public SDVariable value() {
    return within(x).add(within(y)).sub(kernels(x, y).mean().mul(2));
  }

  /**
   * The mean of k over pairs of two different draws, (n mean(k) - k(0)) / (n - 1); 0 where there is
   * but one draw.
   */
  private SDVariable within(SDVariable draws) {
    var n = Maths.sumLast(y.mul(0).add(1.0 / dimension)).sum();
    var others = draws.getSameDiff().math().max(n.sub(1), n.mul(0).add(1));
    return kernels(draws, draws).mean().mul(n).sub(kernel(0, dimension)).mul(others.rdiv(1));
  }

  /** {@code [n, n]}. */
  private SDVariable kernels(SDVariable a, SDVariable b) {
    var sd = a.getSameDiff();
    var products = a.mmul(sd.transpose(b)).mul(-2);
    var squares =
        products
            .add(sd.expandDims(Maths.sumLast(a.mul(a)), 1))
            .add(sd.expandDims(Maths.sumLast(b.mul(b)), 0));
    return DoubleStream.of(SCALES)
        .map(scale -> 2 * dimension * scale)
        .mapToObj(c -> squares.add(c).rdiv(c))
        .reduce(SDVariable::add)
        .orElseThrow();
  }
}
