package org.latentzoo.data;

import java.util.Locale;
import java.util.Optional;
import org.latentzoo.check.UserException;

/**
 * Which data a run reads and how it treats them.
 *
 * @param source "name" or "name:argument", such as "digits" or "csv:FILE"
 * @param label "auto" (the source's own), "none", "last", a column from 0, or a name in a CSV
 *     header; it is not a feature
 * @param scale "auto" (the source's own divisor) or the number by which features are divided
 * @param standardize whether to subtract the mean of the training rows and divide by their standard
 *     deviation, column by column
 * @param binarize how values become bits
 * @param validation rows held out to choose by: a fraction below 1 or a count
 * @param test rows held out to report on: a fraction below 1, a count, or "official" (the source's
 *     own test part; with anything else both parts of the source are pooled)
 * @param window 0 to hold the rows in memory; otherwise they are streamed, shuffled in a window of
 *     that many rows
 * @param missing what happens to cells that hold no number
 */
public record DataConfig(
    String source,
    String label,
    String scale,
    boolean standardize,
    Binarize binarize,
    String validation,
    String test,
    int window,
    Missing missing) {

  /** The embedded digits, a tenth held out for validation and a tenth for the test. */
  public static final DataConfig DEFAULTS =
      new DataConfig(
          "digits", "auto", "auto", false, Binarize.NONE, "0.1", "0.1", 0, Missing.REFUSE);

  /** All rows of {@code source}, in memory, its label and scale found out. */
  public static DataConfig of(String source) {
    return new DataConfig(source, AUTO, AUTO, false, Binarize.NONE, "0", "0", 0, Missing.REFUSE);
  }

  /**
   * All rows of another source; its label, whether it is streamed and what happens to missing cells
   * are as here.
   */
  public DataConfig on(String other) {
    return new DataConfig(other, label, AUTO, false, Binarize.NONE, "0", "0", window, missing);
  }

  /** The same with the label in another column. */
  public DataConfig labelled(String column) {
    return new DataConfig(
        source, column, scale, standardize, binarize, validation, test, window, missing);
  }

  /** The same with another treatment of missing cells. */
  public DataConfig with(Missing other) {
    return new DataConfig(
        source, label, scale, standardize, binarize, validation, test, window, other);
  }

  /** The same with a source that means the same files from any working folder. */
  public DataConfig located() {
    var located = DataSources.located(source);
    return new DataConfig(
        located, label, scale, standardize, binarize, validation, test, window, missing);
  }

  /** The density of the source's rows, where it is known. */
  public Optional<PlaneDensity> density() {
    return DataSources.density(source);
  }

  /** The licence of the source's rows, where it is known. */
  public Optional<String> licence() {
    return DataSources.licence(source);
  }

  /** Whether rows are asked to be held out for validation. */
  public boolean holdsOutValidation() {
    return number(validation) > 0;
  }

  static final String AUTO = "auto";
  static final String NONE = "none";
  static final String LAST = "last";
  static final String OFFICIAL = "official";

  public DataConfig {
    require(!source.isBlank(), "source", "the name of a data source", source, "digits");
    require(!label.isBlank(), "label", "auto, none, last, a column or a name", label, AUTO);
    if (!scale.equals(AUTO)) {
      var divisor = number(scale);
      require(
          divisor > 0 && divisor < Double.POSITIVE_INFINITY,
          "scale",
          "auto or a number above 0",
          scale,
          AUTO);
    }
    require(
        isShare(validation),
        "validation",
        "0, a fraction below 1 or a count of rows",
        validation,
        "0.1");
    require(
        test.equals(OFFICIAL) || isShare(test),
        "test",
        "official, 0, a fraction below 1 or a count of rows",
        test,
        "0.1");
    require(window >= 0, "window", "0 (in memory) or a count of rows", "" + window, "0");
    require(
        !(standardize && binarize != Binarize.NONE),
        "binarize",
        "none when data.standardize is true",
        binarize.name().toLowerCase(Locale.ROOT),
        "none");
    require(
        missing == Missing.REFUSE || binarize == Binarize.NONE,
        "missing",
        "refuse unless data.binarize is none",
        "keep",
        "refuse");
  }

  /** The number that {@code text} spells, or NaN. */
  static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static boolean isShare(String text) {
    var share = number(text);
    return share >= 0 && (share < 1 || share == Math.rint(share) && share <= Integer.MAX_VALUE);
  }

  private static void require(boolean valid, String key, String rule, String value, String remedy) {
    if (!valid) {
      throw new UserException(
          "data.%s: expected %s, got '%s'. Set it to %s, for example."
              .formatted(key, rule, value, remedy));
    }
  }
}
