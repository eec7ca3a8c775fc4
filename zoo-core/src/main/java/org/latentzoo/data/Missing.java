package org.latentzoo.data;

/** What happens to cells that hold no number: empty ones of a CSV file, and NaN. */
public enum Missing {
  /** They are an error. */
  REFUSE,
  /** They become NaN, for models that take rows with missing cells. */
  KEEP
}
