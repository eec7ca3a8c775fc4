package org.latentzoo.train;

/**
 * Stops a run that no longer gets better.
 *
 * @param patience epochs without a better validation loss before the run stops; 0 turns it off
 * @param minDelta how much lower than the best a loss must be to count as better, in the loss's
 *     unit
 */
public record EarlyStopping(int patience, double minDelta) {
  /** Off: a preset trains for the epochs it names. */
  public static final EarlyStopping DEFAULTS = new EarlyStopping(0, 0);

  /** Checks the ranges. */
  public EarlyStopping {
    Check.atLeast("train.early-stopping.patience", patience, 0);
    Check.atLeast("train.early-stopping.min-delta", minDelta, 0);
  }

  /** Whether it ever stops a run. */
  public boolean enabled() {
    return patience > 0;
  }
}
