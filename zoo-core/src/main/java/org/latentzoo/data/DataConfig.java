package org.latentzoo.data;

/** Stands in until the data are here. */
public record DataConfig(
    String source,
    String label,
    String scale,
    boolean standardize,
    Binarize binarize,
    String validation,
    String test,
    int window) {
  public static final DataConfig DEFAULTS =
      new DataConfig("digits", "auto", "auto", false, Binarize.NONE, "0", "0", 0);

  /** Stands in until the data are here. */
  public enum Binarize {
    NONE,
    DYNAMIC,
    STATIC,
    THRESHOLD
  }
}
