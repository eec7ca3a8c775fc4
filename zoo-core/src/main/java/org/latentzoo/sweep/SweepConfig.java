package org.latentzoo.sweep;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.Rules;

/**
 * How a sweep goes about its space.
 *
 * @param about one line that says what it is for; may be empty
 * @param seed of the search; each trial has its preset's own
 * @param trials how many there are, at least 1; of a grid, at most
 * @param threads native ones for each trial, at least 1; with another number, sums end in other
 *     bits
 * @param trialTime what a trial may take, say "10m"; if null, as long as it needs
 * @param search how points are chosen
 * @param stopping which trials are given up early
 */
public record SweepConfig(
    String about,
    long seed,
    int trials,
    int threads,
    @Nullable String trialTime,
    SearchConfig search,
    StoppingConfig stopping) {
  /** Twenty trials at random, each with one thread, all to their end. */
  public static final SweepConfig DEFAULTS =
      new SweepConfig("", 1, 20, 1, null, SearchConfig.DEFAULTS, StoppingConfig.DEFAULTS);

  public SweepConfig {
    Rules.require(trials >= 1, "trials", "at least 1", trials);
    Rules.require(threads >= 1, "threads", "at least 1", threads);
    if (trialTime != null) {
      Durations.parse("trial-time", trialTime);
    }
  }

  /** The same with another number of trials. */
  public SweepConfig withTrials(int trials) {
    return new SweepConfig(about, seed, trials, threads, trialTime, search, stopping);
  }

  /** What a trial may take, if that is limited. */
  Optional<Duration> limit() {
    return Optional.ofNullable(trialTime).map(text -> Durations.parse("trial-time", text));
  }
}
