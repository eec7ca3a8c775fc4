package org.latentzoo.preset;

import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;

/**
 * The figure a preset is expected to reach.
 *
 * @param metric the metric's name
 * @param value its value, in the metric's unit
 * @param tolerance how far off still counts as reached, in the metric's unit
 * @param source where the figure is from: a paper and its table, or this project's own run
 */
public record Expected(String metric, double value, @Nullable Double tolerance, String source) {
  /** Checks the tolerance. */
  public Expected {
    if (tolerance != null && !(tolerance >= 0)) {
      throw new UserException(
          "expected.tolerance must be at least 0, got %s.".formatted(tolerance));
    }
  }
}
