package org.latentzoo.sweep;

import java.util.Optional;

/** What a sweep trains, over and over with other settings. */
@FunctionalInterface
public interface Trainable {
  /** Something trained, with a score of its own on validation rows, higher being better. */
  @FunctionalInterface
  interface Scored {
    double score();
  }

  /**
   * Trains one trial, or goes on with it where it was interrupted. Called from several threads,
   * each with trials of its own.
   *
   * @return nothing if the monitor stopped it
   * @throws org.latentzoo.check.UserException if it cannot be trained; the sweep records the reason
   *     and goes on, or ends if the cause is an {@link java.io.IOException}
   */
  Optional<Scored> train(int trial, Point point, Monitor monitor);
}
