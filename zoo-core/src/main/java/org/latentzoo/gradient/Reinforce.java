package org.latentzoo.gradient;

/**
 * grad E_q[r] = E_q[r grad log q + grad r] by S samples (equations 16 and 17; Williams 1992).
 *
 * @param samples S, codes a row
 */
public record Reinforce(int samples) implements GradientEstimator {
  @Override
  public Estimate of(Problem problem) {
    var drawn = Samples.of(problem, samples);
    return Estimate.score(problem, drawn, drawn.rewards());
  }
}
