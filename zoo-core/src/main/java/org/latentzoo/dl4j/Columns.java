package org.latentzoo.dl4j;

import org.latentzoo.check.UserException;
import org.latentzoo.distribution.DiagonalNormal;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;

/** Reads the columns of a layer's input. */
final class Columns {
  private Columns() {}

  /** N(mu, diag(sigma^2)) of columns [mu, log sigma^2], k each, from column {@code start} on. */
  static DiagonalNormal normal(SDVariable input, long start, long k) {
    return new DiagonalNormal(slice(input, start, k), slice(input, start + k, k));
  }

  /** {@code n} columns from {@code start} on. */
  static SDVariable slice(SDVariable input, long start, long n) {
    return input.get(SDIndex.all(), SDIndex.interval(start, start + n));
  }

  /** How many there are. */
  static long count(SDVariable input) {
    return input.placeholderShape()[1];
  }

  /** Half of an even number of columns. */
  static long half(String layer, long columns) {
    if (columns % 2 != 0) {
      throw new UserException(
          "%s takes columns [mean, log variance], an even number of them, got %d."
              .formatted(layer, columns));
    }
    return columns / 2;
  }
}
