package org.latentzoo.eval;

/**
 * The mean of a per-row measure.
 *
 * @param mean over the rows, in nats unless the name says otherwise
 * @param standardError of that mean: the rows' standard deviation by the square root of their
 *     number
 */
public record Metric(double mean, double standardError) {
  /** Of the given values, one a row. */
  static Metric of(double[] values) {
    double mean = 0;
    double squares = 0;
    for (int n = 0; n < values.length; n++) {
      double delta = values[n] - mean;
      mean += delta / (n + 1);
      squares += delta * (values[n] - mean);
    }
    double variance = values.length > 1 ? squares / (values.length - 1) : Double.NaN;
    return new Metric(mean, Math.sqrt(variance / values.length));
  }

  /** This measure times {@code factor}. */
  Metric times(double factor) {
    return new Metric(mean * factor, standardError * Math.abs(factor));
  }
}
