package org.latentzoo.loss;

import static org.latentzoo.check.Rules.require;
import static org.latentzoo.check.Rules.requirePositive;

import org.latentzoo.graph.Maths;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The two losses of an energy E that tells codes from draws of the prior, and of the encoder that
 * plays against it (equation 25).
 *
 * <pre>
 *   softplus   theta: mean[softplus(E(z_p))] + mean[softplus(-E(z_q))]   g: mean[softplus(E(z_q))]
 *   linear     theta: mean[E(z_p)] - mean[E(z_q)] + r mean[E(z_p)^2 + E(z_q)^2] / 2
 *              g:     mean[E(z_q)]
 * </pre>
 *
 * <p>Softplus is logistic regression with logit T = -E and the encoder's non-saturating loss
 * (Goodfellow et al. 2014; Tolstikhin et al. 2018). The linear form has no bound without its
 * regulariser r; with it the best energy is (q - p) / (r (p + q)), within 1 / r of 0.
 *
 * @param form of both losses
 * @param regularizer r of the linear form
 * @param rate of the critic's steps, as a multiple of the run's learning rate
 * @param steps of the critic for each of the autoencoder
 */
public record Adversary(Form form, double regularizer, double rate, int steps) {
  /** How energies become losses. */
  public enum Form {
    SOFTPLUS,
    LINEAR
  }

  /** Logistic, one step each, the critic's half as long (Tolstikhin et al. 2018). */
  public static final Adversary DEFAULTS = new Adversary(Form.SOFTPLUS, 1, 0.5, 1);

  public Adversary {
    requirePositive("model.adversary.regularizer", regularizer);
    requirePositive("model.adversary.rate", rate);
    require(steps >= 1, "model.adversary.steps", "at least 1", steps);
  }

  /**
   * What theta minimises: E low on the prior, high on codes.
   *
   * @param prior E of draws of the prior, {@code [B]}
   * @param codes E of codes, {@code [B]}
   */
  public SDVariable critic(SDVariable prior, SDVariable codes) {
    return switch (form) {
      case SOFTPLUS ->
          Maths.batchMean(Maths.softplus(prior)).add(Maths.batchMean(Maths.softplus(codes.neg())));
      case LINEAR -> {
        var squares = Maths.batchMean(prior.mul(prior).add(codes.mul(codes)));
        var gap = Maths.batchMean(prior).sub(Maths.batchMean(codes));
        yield gap.add(squares.mul(regularizer / 2));
      }
    };
  }

  /** What the encoder minimises, a scalar: E low on its own codes. */
  public SDVariable encoder(SDVariable codes) {
    return Maths.batchMean(form == Form.SOFTPLUS ? Maths.softplus(codes) : codes);
  }
}
