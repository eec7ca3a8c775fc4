package org.latentzoo.examples.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Numbers for people and for drawings. */
final class Numbers {
  private Numbers() {}

  /** {@code value} to {@code digits} significant digits; what is not finite stays. */
  static double rounded(double value, int digits) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(digits)).doubleValue()
        : value;
  }

  /** The values at some places. */
  static double[] pick(double[] values, int[] places) {
    return Arrays.stream(places).mapToDouble(n -> values[n]).toArray();
  }

  /** To the digits of a drawing. */
  static List<Double> rounded(double[] values) {
    return Arrays.stream(values).mapToObj(v -> rounded(v, Plot.DIGITS)).toList();
  }

  /** To {@code digits} significant digits, without an exponent where the number is no extreme. */
  static String shown(double value, int digits) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    double size = Math.abs(value);
    if (value != 0 && (size < 1e-4 || size >= 1e7)) {
      return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
    }
    return new BigDecimal(value)
        .round(new MathContext(digits))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** A mean with as many decimals as two digits of its standard error need: -22.95 ± 0.31. */
  static String withError(double mean, double error) {
    if (!(error > 0) || !Double.isFinite(error) || !Double.isFinite(mean)) {
      return shown(mean, 6);
    }
    int decimals = Math.max(0, 1 - (int) Math.floor(Math.log10(error)));
    return decimal(mean, decimals) + " ± " + decimal(error, decimals);
  }

  private static String decimal(double value, int decimals) {
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }
}
