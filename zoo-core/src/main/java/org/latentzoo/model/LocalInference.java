package org.latentzoo.model;

import org.latentzoo.check.UserException;

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
      require(steps >= 1, "steps", "at least 1", steps);
      require(samples >= 1, "samples", "at least 1", samples);
      require(rate > 0 && Double.isFinite(rate), "rate", "a finite number above 0", rate);
    }

    private static void require(boolean holds, String what, String rule, Object value) {
      if (!holds) {
        throw new UserException(
            "The %s of local inference must be %s, got %s.".formatted(what, rule, value));
      }
    }
  }
}
