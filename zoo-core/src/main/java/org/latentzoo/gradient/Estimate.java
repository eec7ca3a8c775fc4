package org.latentzoo.gradient;

import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What an estimator gives. The value is not the surrogate: the gradient of a sampled value misses
 * what the parameters do to the samples, and the surrogate, whose gradient has it, is no number of
 * interest.
 *
 * @param reconstruction an estimate of E_q[log p(x | z)], a scalar
 * @param kl an estimate of KL(q(z | x) || p(z)), a scalar
 * @param value the number to report, to be lowered: an estimate of minus the bound, a scalar
 * @param surrogate the scalar to differentiate
 * @param average a further scalar, whose descent by plain steps moves an average after its use; it
 *     is a function of the parameters in the scope {@link MovingAverage#SCOPE} alone
 */
public record Estimate(
    SDVariable reconstruction,
    SDVariable kl,
    SDVariable value,
    SDVariable surrogate,
    Optional<SDVariable> average) {
  /**
   * Equation 16: -mean[r + stop(a) log q(z)] + mean KL.
   *
   * @param advantage a, the reward less a baseline, {@code [B, S]}
   */
  static Estimate score(Problem problem, Samples samples, SDVariable advantage) {
    var score = Samples.fixed(advantage).mul(samples.logQ());
    var kl = problem.divergence();
    var reconstruction = samples.reconstructions().mean();
    var value = kl.sub(samples.rewards().mean());
    return new Estimate(
        reconstruction,
        value.add(reconstruction),
        value,
        kl.sub(samples.rewards().add(score).mean()),
        Optional.empty());
  }

  /** Where gradients pass through the mean reward itself. */
  static Estimate through(Problem problem, SDVariable reward) {
    var kl = problem.divergence();
    var value = kl.sub(reward);
    return new Estimate(reward, kl, value, value, Optional.empty());
  }

  /** The same number to report, with another gradient. */
  Estimate with(SDVariable surrogate, Optional<SDVariable> average) {
    return new Estimate(reconstruction, kl, value, surrogate, average);
  }
}
