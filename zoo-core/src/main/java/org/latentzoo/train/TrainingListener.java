package org.latentzoo.train;

import java.util.Map;

/** Follows a training run. */
public interface TrainingListener {
  /** Before the first step, or the first after the run was resumed. */
  default void onStart(TrainingState state) {}

  /** After each step. */
  default void onStep(TrainingState state, double loss) {}

  /** After each of at most {@code iterations} of a fit without gradient steps. */
  default void onIteration(int iteration, int iterations, double objective) {}

  /** After each epoch, with its metrics by name. */
  default void onEpoch(TrainingState state, Map<String, Double> metrics) {}

  /** Something does not go as it should, in a sentence or two. */
  default void onWarning(String warning) {}

  /** Asked after each step: whether to save and stop. */
  default boolean isInterrupted() {
    return false;
  }
}
