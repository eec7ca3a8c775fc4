package org.latentzoo.gradient;

import org.latentzoo.graph.Graph;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * REINFORCE with r - c - b(x) for r: the moving average c, and what a network b learns to expect of
 * the row by (stop(r - c) - b(x))^2 (NVIL, Mnih and Gregor 2014). Neither sees this step's samples.
 *
 * @param graph to make c in
 * @param samples S, codes a row
 * @param expected b(x), {@code [B, 1]}
 */
public record InputDependent(Graph graph, int samples, SDVariable expected)
    implements GradientEstimator {
  @Override
  public Estimate of(Problem problem) {
    var drawn = Samples.of(problem, samples);
    var c = new MovingAverage(graph, samples).create();
    var centred = drawn.rewards().sub(Samples.fixed(c));
    var error = Samples.fixed(centred).sub(expected);
    var estimate = Estimate.score(problem, drawn, centred.sub(expected));
    var surrogate = estimate.surrogate().add(error.mul(error).mean());
    return estimate.with(surrogate, MovingAverage.descent(c, drawn.rewards()));
  }
}
