package org.latentzoo.sweep;

import org.latentzoo.check.Rules;

/**
 * How the points of a space are chosen.
 *
 * @param kind by which method
 * @param points of a grid along each range of numbers, at least 2
 * @param population that genetic search breeds from, at least 4
 * @param startup random trials before the first that TPE proposes, at least 2
 */
public record SearchConfig(Kind kind, int points, int population, int startup) {
  /** The methods. */
  public enum Kind {
    RANDOM,
    GRID,
    SOBOL,
    TPE,
    GENETIC
  }

  /** Random search; the others in sizes for some tens of trials. */
  public static final SearchConfig DEFAULTS = new SearchConfig(Kind.RANDOM, 3, 12, 10);

  public SearchConfig {
    Rules.require(points >= 2, "search.points", "at least 2", points);
    Rules.require(population >= 4, "search.population", "at least 4", population);
    Rules.require(startup >= 2, "search.startup", "at least 2", startup);
  }
}
