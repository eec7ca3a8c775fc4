package org.latentzoo.gradient;

import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * S codes of each row, drawn from q.
 *
 * @param logQ log q(z | x) and of all else that was drawn, {@code [B, S]}
 * @param logWeight log p(x, z) - log q(z | x), {@code [B, S]}
 * @param reconstructions log p(x | z), {@code [B, S]}
 * @param rewards the same with what the prior adds, {@code [B, S]}
 */
record Samples(
    SDVariable logQ, SDVariable logWeight, SDVariable reconstructions, SDVariable rewards) {
  static Samples of(Problem problem, int samples) {
    var q = problem.repeated(samples);
    var z = fixed(q.sample(problem.uniforms().of(samples)));
    var logQ = q.logProb(z);
    var prior = problem.prior().at(z, samples);
    var reconstructions = problem.reward().of(z, samples);
    return new Samples(
        logQ.add(prior.score()).reshape(-1, samples),
        reconstructions.add(prior.logProb().sub(logQ).reshape(-1, samples)),
        reconstructions,
        reconstructions.add(prior.reward().reshape(-1, samples)));
  }

  /** x, which the gradient takes for a constant. */
  static SDVariable fixed(SDVariable x) {
    return Ops.stopGradient(x);
  }
}
