package org.latentzoo.eval;

/**
 * One number a row: how well the model knows it.
 *
 * @param measure {@code log_likelihood} or {@code iwae_bound} in nats, the larger the better known,
 *     or {@code energy}, which is minus the log-likelihood up to a constant, or {@code
 *     squared_error} of models without a density, the smaller the better
 * @param values in the order of the rows
 */
public record Scores(String measure, double[] values) {}
