package org.latentzoo.gradient;

/**
 * REINFORCE where the baseline of each sample is the mean reward of the others of its row: a_s =
 * r_s - 1/(S-1) sum_{j != s} r_j = S/(S-1) (r_s - mean r) (Kool, van Hoof and Welling 2019).
 *
 * @param samples S, at least 2
 */
public record LeaveOneOut(int samples) implements GradientEstimator {
  @Override
  public Estimate of(Problem problem) {
    var drawn = Samples.of(problem, samples);
    var mean = drawn.rewards().mean(true, 1);
    var advantage = drawn.rewards().sub(mean).mul(samples / (samples - 1.0));
    return Estimate.score(problem, drawn, advantage);
  }
}
