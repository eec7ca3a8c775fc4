package org.latentzoo.model;

import java.util.Locale;

/** A question that a model's graph can answer; a model offers those that it has. */
public enum Head {
  /** log p(x), exact, {@code [B]}. */
  LOG_LIKELIHOOD,
  /**
   * log p of the cells of x that are observed, exact, {@code [B]}; the others are NaN. Equal to
   * {@link #LOG_LIKELIHOOD} where none is missing.
   */
  OBSERVED_LOG_LIKELIHOOD,
  /** A lower bound of log p(x), {@code [B]}. */
  ELBO,
  /** log p(x | z) at a sample of q(z | x), {@code [B]}. */
  RECONSTRUCTION,
  /** KL(q(z | x) || p(z)), {@code [B]}. */
  KL,
  /**
   * log N(z; 0, I) of what a change of variables makes of x, {@code [B]}: a flow's z, or the
   * whitened row C^-1/2 (x - b) of a normal law.
   */
  LOG_BASE,
  /** log |det dz/dx| of the same, {@code [B]}; {@link #LOG_LIKELIHOOD} is the sum of the two. */
  LOG_DETERMINANT,
  /**
   * log p(x | z) + log p(z) - log q(z) at a sample of a q of the row's own, found by {@link
   * LocalInference}, {@code [B]}.
   */
  LOCAL_LOG_WEIGHT,
  /** |x - E[x | z]|^2 at the code z of x, {@code [B]}. */
  SQUARED_ERROR,
  /** E(x; theta), which is -log p(x) up to a constant, {@code [B]}. */
  ENERGY,
  /** E(z; theta) of the codes given in {@link Model#CODES}, one a row, {@code [B]}. */
  CODE_ENERGY,
  /** log p(x | z) + log p(z) - log q(z | x) at a sample of q(z | x), {@code [B]}. */
  LOG_WEIGHT,
  /** A sample of q(z | x), {@code [B, K]}; the same one that the heads above use. */
  POSTERIOR_SAMPLE,
  /** E_q[z | x], {@code [B, K]}. */
  POSTERIOR_MEAN,
  /** Var_q[z_i | x], {@code [B, K]}. */
  POSTERIOR_VARIANCE,
  /** The numbers at which the search for a row's own q starts, {@code [B, P]}; else 0. */
  LOCAL_START,
  /** log q(z_m | x_b) of the M codes given in {@link Model#CODES} for each row, {@code [B, M]}. */
  LOG_POSTERIOR,
  /** A sample of p(z), {@code [B, K]}. */
  PRIOR_SAMPLE,
  /** E[x | z] of the codes given in {@link Model#CODES}, {@code [B, D]}. */
  DECODED_MEAN,
  /** Var[x_i | z] of the codes given in {@link Model#CODES}, {@code [B, D]}. */
  DECODED_VARIANCE,
  /** A sample of p(x | z) of the codes given in {@link Model#CODES}, {@code [B, D]}. */
  DECODED_SAMPLE,
  /**
   * x with every missing cell, NaN, replaced by its mean given the observed ones, {@code [B, D]}.
   */
  IMPUTED;

  /** Whether the answer is one number a row. */
  public boolean isPerRow() {
    return compareTo(LOG_WEIGHT) <= 0;
  }

  /** Whether the answer stands rows with missing cells. */
  public boolean takesMissing() {
    return this == OBSERVED_LOG_LIKELIHOOD || this == IMPUTED;
  }

  /** The name in files and on the command line, {@code log_likelihood}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
