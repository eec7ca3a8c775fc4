package org.latentzoo.distribution;

import org.latentzoo.check.UserException;

/**
 * The values to which a law gives a density.
 *
 * @param least of a cell of a preprocessed row
 * @param largest of one
 * @param whole whether only whole numbers
 */
public record Support(double least, double largest, boolean whole) {
  /** Every number. */
  public static final Support REAL =
      new Support(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false);

  /**
   * Lets {@code value} pass.
   *
   * @throws UserException if it is outside
   */
  public void require(double value) {
    boolean inside = value >= least && value <= largest;
    if (!inside || (whole && value != Math.rint(value))) {
      throw new UserException(
          "The model's likelihood is of %s from %.0f to %.0f, the preprocessed data hold %s. Set data.binarize, data.scale or model.likelihood.law to suit."
              .formatted(whole ? "whole numbers" : "numbers", least, largest, value));
    }
  }
}
