package org.latentzoo.loss;

import static org.latentzoo.check.Rules.require;

/**
 * What the training of a variational model raises: a bound of log p(x) where beta is 1.
 *
 * @param bound of log p(x)
 * @param samples S of z that it takes for each row
 * @param beta weight of the divergence between q(z | x) and p(z)
 * @param warmup steps over which that weight grows to {@code beta} in equal parts; 0 for none
 * @param freeBits nats of divergence that a unit has for free; of the ELBO only
 */
public record Objective(Bound bound, int samples, double beta, int warmup, double freeBits) {
  /** A bound of log p(x). */
  public enum Bound {
    /** The evidence lower bound, its divergence in closed form, its expectation by S samples. */
    ELBO,
    /** The importance-weighted bound. */
    IWAE,
    /** The importance-weighted bound, with the doubly reparameterised gradient of the encoder. */
    DREG
  }

  /** The ELBO as it is, by one sample. */
  public static final Objective DEFAULTS = new Objective(Bound.ELBO, 1, 1, 0, 0);

  public Objective {
    require(samples >= 1, "model.objective.samples", "at least 1", samples);
    require(
        beta >= 0 && Double.isFinite(beta),
        "model.objective.beta",
        "a finite number, at least 0",
        beta);
    require(warmup >= 0, "model.objective.warmup", "at least 0 steps", warmup);
    require(
        freeBits >= 0 && Double.isFinite(freeBits),
        "model.objective.free-bits",
        "at least 0 nats",
        freeBits);
    boolean divides = bound == Bound.ELBO || freeBits == 0;
    require(
        divides, "model.objective.free-bits", "0 for any model.objective.bound but elbo", freeBits);
  }

  /** The weight of the divergence after {@code steps} steps: it reaches beta with step warmup. */
  public double beta(long steps) {
    return steps < warmup ? beta * (steps + 1) / warmup : beta;
  }
}
