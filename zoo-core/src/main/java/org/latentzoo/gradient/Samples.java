package org.latentzoo.gradient;

import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * S codes of each row, drawn from q.
 *
 * @param logQ log q(z | x), {@code [B, S]}
 * @param logPrior log p(z), {@code [B, S]}
 * @param rewards r(z), {@code [B, S]}
 */
record Samples(SDVariable logQ, SDVariable logPrior, SDVariable rewards) {
  static Samples of(Problem problem, int samples) {
    var q = problem.repeated(samples);
    var z = fixed(q.sample(problem.uniforms().apply(samples)));
    return new Samples(
        q.logProb(z).reshape(-1, samples),
        problem.prior().logProb(z).reshape(-1, samples),
        problem.reward().of(z, samples));
  }

  /** x, which the gradient takes for a constant. */
  static SDVariable fixed(SDVariable x) {
    return Ops.stopGradient(x);
  }
}
