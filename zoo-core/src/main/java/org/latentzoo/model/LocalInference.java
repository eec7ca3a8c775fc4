package org.latentzoo.model;

import static org.latentzoo.check.Rules.require;
import static org.latentzoo.check.Rules.requirePositive;

/**
 * How q(z | x) of a row of its own is found: its numbers are fitted to the row by Adam, the model
 * held fixed (the E-step of equation 10). The search starts at {@link Head#LOCAL_START}, and its
 * rate falls to 0 along a cosine.
 *
 * @param phase the loss, and the rows' own numbers that it trains
 * @param effort how long to search
 */
public record LocalInference(Phase phase, Effort effort) {
  /**
   * How long to search.
   *
   * @param steps of Adam
   * @param samples of z to average a step's gradient over
   * @param rate the first step's learning rate
   */
  public record Effort(int steps, int samples, double rate) {
    public Effort {
      require(steps >= 1, "The steps of local inference", "at least 1", steps);
      require(samples >= 1, "The samples of local inference", "at least 1", samples);
      requirePositive("The rate of local inference", rate);
    }
  }
}
