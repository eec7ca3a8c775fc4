package org.latentzoo.examples;

import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Maths;
import org.latentzoo.graph.Noise;
import org.nd4j.autodiff.samediff.SDVariable;

/** p(x) = 0.4 N(x; -2, 1/4) + 0.6 N(x; 2, 1/4). */
final class TwoNormals {
  private TwoNormals() {}

  /** x ~ p, {@code [B, 1]}. */
  static SDVariable sample(Graph graph) {
    var side = graph.sameDiff().math().sign(graph.noise("side", Noise.UNIFORM, 1).sub(0.4));
    return side.mul(2).add(graph.noise("within", Noise.NORMAL, 1).mul(0.5));
  }

  /** log p(x) = l + log 0.4 + softplus(r - l + log 1.5) for the logarithms l and r of the two. */
  static SDVariable logProb(Graph graph, SDVariable x) {
    var logVariance = graph.constant(Math.log(0.25));
    var left = new DiagonalNormal(graph.constant(-2), logVariance).logProb(x);
    var right = new DiagonalNormal(graph.constant(2), logVariance).logProb(x);
    return left.add(Math.log(0.4)).add(Maths.softplus(right.sub(left).add(Math.log(1.5))));
  }

  static double density(double x) {
    return 0.4 * new Normal(-2, 0.5).density(x) + 0.6 * new Normal(2, 0.5).density(x);
  }
}
