package org.latentzoo.sweep;

import org.latentzoo.check.Rules;

/**
 * Which trials are given up before their last epoch.
 *
 * @param kind by which rule
 * @param first the epoch after which trials are compared first, at least 1
 * @param factor halving: one trial of so many goes on from each comparison, and the next comes
 *     after so many times the epochs; at least 2
 * @param least median: how many other trials are needed to compare with, at least 1
 */
public record StoppingConfig(Kind kind, int first, int factor, int least) {
  /** The rules. */
  public enum Kind {
    NONE,
    HALVING,
    MEDIAN
  }

  /** None; the factor is that of Li et al. (2020), the trials to compare with those of Optuna. */
  public static final StoppingConfig DEFAULTS = new StoppingConfig(Kind.NONE, 1, 3, 5);

  public StoppingConfig {
    Rules.require(first >= 1, "stopping.first", "at least 1", first);
    Rules.require(factor >= 2, "stopping.factor", "at least 2", factor);
    Rules.require(least >= 1, "stopping.least", "at least 1", least);
  }

  /** The rule. */
  StoppingRule rule() {
    return switch (kind) {
      case NONE -> StoppingRule.NEVER;
      case HALVING -> new Halving(first, factor);
      case MEDIAN -> new MedianRule(first, least);
    };
  }
}
