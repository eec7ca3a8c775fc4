package org.latentzoo.eval;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where log p(x) - L[q] goes, per row in nats (Cremer, Li and Duvenaud 2018; equation 11):
 *
 * <p>approximation gap = log p(x) - L[q*], what the family of q loses even with the best q* for the
 * row; amortisation gap = L[q*] - L[q], what an encoder loses by computing q for every row.
 *
 * @param logLikelihood log p(x), exact or by its importance-weighted bound under q*, {@code [N]}
 * @param local L[q*], {@code [N]}
 * @param amortised L[q], {@code [N]}
 */
record InferenceGaps(double[] logLikelihood, double[] local, double[] amortised) {
  /** Means and standard errors over the rows; differences are taken row by row. */
  Map<String, Metric> metrics() {
    var metrics = new LinkedHashMap<String, Metric>();
    metrics.put("log_likelihood", Metric.of(logLikelihood));
    metrics.put("local_elbo", Metric.of(local));
    metrics.put("amortised_elbo", Metric.of(amortised));
    metrics.put("approximation_gap", Metric.of(difference(logLikelihood, local)));
    metrics.put("amortisation_gap", Metric.of(difference(local, amortised)));
    return metrics;
  }

  private static double[] difference(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
  }
}
