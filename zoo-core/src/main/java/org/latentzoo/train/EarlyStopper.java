package org.latentzoo.train;

/**
 * What early stopping has to remember, as a value: checkpointed as it is, so that resume is exact.
 *
 * @param best the lowest loss so far, infinite before the first
 * @param bestEpoch the epoch that reached it, counted from 1; 0 before the first
 */
public record EarlyStopper(double best, int bestEpoch) {
  /** Nothing seen yet. */
  public static final EarlyStopper START = new EarlyStopper(Double.POSITIVE_INFINITY, 0);

  /** What is known after {@code epoch} ended with validation loss {@code loss}. */
  public EarlyStopper observe(EarlyStopping rule, int epoch, double loss) {
    return loss < best - rule.minDelta() ? new EarlyStopper(loss, epoch) : this;
  }

  /** Whether the run should stop after {@code epoch}. */
  public boolean stops(EarlyStopping rule, int epoch) {
    return rule.enabled() && epoch - bestEpoch >= rule.patience();
  }
}
