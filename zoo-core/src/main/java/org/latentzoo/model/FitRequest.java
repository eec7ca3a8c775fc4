package org.latentzoo.model;

/**
 * What a fit without gradient steps is given.
 *
 * @param train the rows to fit
 * @param validation the rows to choose by; there may be none
 * @param seed of whatever the fit draws
 * @param listener follows a fit that iterates
 */
public record FitRequest(
    Observations train, Observations validation, long seed, Listener listener) {
  /** Follows a fit that iterates. */
  @FunctionalInterface
  public interface Listener {
    /**
     * After each iteration.
     *
     * @param iteration from 1
     * @param iterations how many there will be at most
     * @param objective what the fit raises, mean over rows, as it was before the iteration
     */
    void onIteration(int iteration, int iterations, double objective);
  }
}
