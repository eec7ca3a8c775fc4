package org.latentzoo.eval;

/**
 * The mean of a per-row measure.
 *
 * @param mean over the rows, in nats unless the name says otherwise
 * @param standardError of that mean: the rows' standard deviation by the square root of their
 *     number; NaN where the measure has none
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

  /** Of a number that no draw and no sample of rows makes uncertain. */
  static Metric exactly(double value) {
    return new Metric(value, Double.NaN);
  }

  /**
   * The mean of N strata of equal weight from S independent values of each, value s of stratum n at
   * s N + n. Its variance is 1/N^2 sum_n Var_n / S: what tells the strata apart does not enter.
   */
  static Metric ofStrata(double[] values, int strata) {
    int draws = values.length / strata;
    double mean = 0;
    double variance = 0;
    for (int n = 0; n < strata; n++) {
      var within = new double[draws];
      for (int s = 0; s < draws; s++) {
        within[s] = values[s * strata + n];
      }
      var stratum = of(within);
      mean += stratum.mean / strata;
      variance += stratum.standardError * stratum.standardError / strata / strata;
    }
    return new Metric(mean, Math.sqrt(variance));
  }

  /** This measure times {@code factor}. */
  Metric times(double factor) {
    return new Metric(mean * factor, standardError * Math.abs(factor));
  }
}
