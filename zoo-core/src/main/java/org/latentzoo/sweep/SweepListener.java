package org.latentzoo.sweep;

/** Follows a sweep; called from the threads of its trials. */
public interface SweepListener {
  /** Before the first trial, with what ended earlier. */
  default void onBegin(Results before) {}

  /** A trial starts, or goes on. */
  default void onStart(int trial, Point point) {}

  /** A trial ended. */
  default void onEnd(Entry.Ended ended) {}

  /** Asked often: whether to save and stop. */
  default boolean isInterrupted() {
    return false;
  }
}
