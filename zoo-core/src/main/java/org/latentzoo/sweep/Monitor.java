package org.latentzoo.sweep;

/** What a trial tells while it trains, and whether it is to stop. */
public interface Monitor {
  /**
   * Before the first step and after each: {@code steps} were taken in all, since the trial's start.
   */
  void onStep(long steps);

  /**
   * After each epoch but the one that ends the training, counted from 1, with the score on
   * validation rows, higher being better.
   */
  void onEpoch(int epoch, double score);

  /** Asked after each step: whether to save and stop. */
  boolean isStopped();
}
