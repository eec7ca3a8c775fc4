package org.latentzoo.models;

import org.latentzoo.model.FitRequest;

/** Follows a fit whose every iteration raises its objective, and says when it is done. */
final class Ascent {
  /** A gain of so many units in the last place is rounding. */
  private static final int ROUNDING = 4;

  private final int iterations;
  private final FitRequest.Listener listener;
  private double last = Double.NEGATIVE_INFINITY;

  Ascent(int iterations, FitRequest.Listener listener) {
    this.iterations = iterations;
    this.listener = listener;
  }

  /**
   * Whether the {@code objective} found by iteration 1, 2, ... is above the last by rounding only.
   */
  boolean ends(int iteration, double objective) {
    listener.onIteration(iteration, iterations, objective);
    boolean ends = objective - last <= ROUNDING * Math.ulp(objective);
    last = objective;
    return ends;
  }
}
