package org.latentzoo.train;

import org.latentzoo.check.UserException;

/** The one range check that every setting of this package needs. */
final class Check {
  private Check() {}

  static void atLeast(String key, double value, double least) {
    if (!(value >= least) || Double.isInfinite(value)) {
      throw new UserException(
          "%s must be at least %s, got %s.".formatted(key, text(least), text(value)));
    }
  }

  /** A whole number without its ".0". */
  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
