package org.latentzoo.gradient;

import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What an estimator gives. The value is not the surrogate: the gradient of a sampled value misses
 * what the parameters do to the samples, and the surrogate, whose gradient has it, is no number of
 * interest.
 *
 * @param value the number to report, to be lowered: an estimate of minus the bound, a scalar
 * @param surrogate the scalar to differentiate
 * @param average a further scalar, whose descent by plain steps moves an average after its use; it
 *     is a function of the parameters in the scope {@link MovingAverage#SCOPE} alone
 */
public record Estimate(SDVariable value, SDVariable surrogate, Optional<SDVariable> average) {
  /**
   * Equation 16: -mean[r + stop(a) log q(z)] + mean KL.
   *
   * @param advantage a, the reward less a baseline, {@code [B, S]}
   */
  static Estimate score(Problem problem, Samples samples, SDVariable advantage) {
    var score = Samples.fixed(advantage).mul(samples.logQ());
    var kl = problem.divergence();
    return new Estimate(
        kl.sub(samples.rewards().mean()),
        kl.sub(samples.rewards().add(score).mean()),
        Optional.empty());
  }

  /** Where gradients pass through the mean reward itself. */
  static Estimate through(Problem problem, SDVariable reward) {
    var value = problem.divergence().sub(reward);
    return new Estimate(value, value, Optional.empty());
  }
}
