package org.latentzoo.train;

import java.util.Map;

/** Follows a training run. */
public interface TrainingListener {
  /** After each step. */
  default void onStep(TrainingState state, double loss) {}

  /** After each epoch, with its metrics by name. */
  default void onEpoch(TrainingState state, Map<String, Double> metrics) {}

  /** Asked after each step: whether to save and stop. */
  default boolean isInterrupted() {
    return false;
  }
}
