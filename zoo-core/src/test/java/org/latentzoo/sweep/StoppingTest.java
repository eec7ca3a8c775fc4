package org.latentzoo.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.sweep.SearchConfig.Kind;

/** Hopeless trials are given up, good ones are not. */
class StoppingTest {
  private static final int EPOCHS = 81;
  private static final int TRIALS = 40;
  private static final SweepListener NOBODY = new SweepListener() {};

  @TempDir private Path temp;

  @Test
  void halvingComparesAtItsRungs() {
    var rule = new Halving(2, 3);
    var rungs = IntStream.rangeClosed(1, 60).filter(rule::looksAt).boxed().toList();
    assertEquals(List.of(2, 6, 18, 54), rungs);
    assertFalse(rule.stops(1, List.of()), "the first");
    assertTrue(rule.stops(1, List.of(2.0)), "one of two goes on, the best");
    assertFalse(rule.stops(3, List.of(2.0, 1.0)));
    assertTrue(rule.stops(4, List.of(9.0, 1.0)), "the second of three");
    assertFalse(rule.stops(4, List.of(9.0, 1.0, 2.0)), "the second of four");
    assertFalse(rule.stops(5, List.of(9.0, 1.0, 2.0, 3.0, 4.0)), "the second of six");
    assertTrue(rule.stops(4, List.of(9.0, 1.0, 2.0, 3.0, 5.0)), "the third of six");
  }

  @Test
  void theMedianRuleComparesWithTheMedian() {
    var rule = new MedianRule(3, 3);
    assertFalse(rule.looksAt(2));
    assertTrue(rule.looksAt(3));
    assertFalse(rule.stops(-9, List.of(1.0, 2.0)), "too few");
    assertFalse(rule.stops(2, List.of(1.0, 2.0, 3.0)));
    assertTrue(rule.stops(1.9, List.of(1.0, 2.0, 3.0)));
    assertTrue(rule.stops(2.4, List.of(1.0, 2.0, 3.0, 4.0)));
  }

  /**
   * A learning curve, -|log10 rate + 2| - 3 exp(-epoch rate^(1/8) / 10), with noise of the trial
   * and epoch's own: higher rates learn faster, the best are those near 0.01.
   */
  private static Optional<Trainable.Scored> learn(int trial, Point point, Monitor monitor) {
    double rate = Double.parseDouble(point.settings().get("rate"));
    double score = 0;
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      double noise = 0.01 * Math.sin(1000.0 * trial + epoch);
      double speed = Math.pow(rate, 1.0 / 8) / 10;
      score = -Math.abs(Math.log10(rate) + 2) - 3 * Math.exp(-epoch * speed) + noise;
      monitor.onStep(epoch);
      if (epoch < EPOCHS) {
        monitor.onEpoch(epoch, score);
      }
      if (monitor.isStopped()) {
        return Optional.empty();
      }
    }
    double last = score;
    return Optional.of(() -> last);
  }

  private Results sweep(StoppingConfig stopping, int workers) {
    var config =
        new SweepConfig(
            "", 3, TRIALS, 1, null, Generators.config(Kind.RANDOM, 3, 1).search(), stopping);
    var space = new Space(List.of(Parameter.log("rate", 1e-5, 1)));
    var file = temp.resolve(stopping.kind() + "-" + workers);
    try (var journal = Journal.open(file)) {
      new Engine(config, space, StoppingTest::learn).run(journal, workers, NOBODY);
      return Results.of(space, journal.entries());
    }
  }

  private static long steps(Results results) {
    return results.rows().stream().mapToLong(row -> row.ended().steps()).sum();
  }

  @Test
  void halvingFindsTheBestInFewerSteps() {
    var whole = sweep(StoppingConfig.DEFAULTS, 1);
    assertEquals((long) TRIALS * EPOCHS, steps(whole));
    var halved = sweep(new StoppingConfig(StoppingConfig.Kind.HALVING, 3, 3, 5), 1);
    assertEquals(whole.best().orElseThrow().score(), halved.best().orElseThrow().score());
    assertTrue(steps(halved) <= 0.4 * steps(whole), () -> steps(halved) + " steps");
  }

  @Test
  void theMedianRuleFindsTheBestInFewerSteps() {
    var whole = sweep(StoppingConfig.DEFAULTS, 2);
    var stopped = sweep(new StoppingConfig(StoppingConfig.Kind.MEDIAN, 10, 3, 5), 2);
    assertEquals(whole.best().orElseThrow().score(), stopped.best().orElseThrow().score());
    assertTrue(steps(stopped) <= 0.5 * steps(whole), () -> steps(stopped) + " steps");
  }

  /** A trial may take a step more before it asks; resumed after a kill it takes none. */
  @Test
  void aStoppedTrialHasTheStepsOfItsReport() {
    try (var journal = Journal.open(temp.resolve("journal"))) {
      for (int run = 0; run < 2; run++) {
        var pruner = new Pruner(new Halving(1, 2), journal);
        pruner.stops(0, 1, 10, 5);
        var trial = new Trial(1, new Point(Map.of()), pruner, Optional.empty(), NOBODY);
        var outcome =
            trial.run(
                (index, point, monitor) -> {
                  monitor.onStep(10);
                  monitor.onEpoch(1, 4);
                  monitor.onStep(11);
                  return Optional.empty();
                },
                Trainable.Scored::score);
        var ended = outcome.orElseThrow().ended();
        assertEquals(Entry.Status.STOPPED, ended.status());
        assertEquals(10, ended.steps());
        assertEquals(4, ended.score());
      }
    }
  }

  /** What was decided before a kill stays decided, though the trial's end was not written. */
  @Test
  void decisionsSurvive() {
    try (var journal = Journal.open(temp.resolve("journal"))) {
      var pruner = new Pruner(new Halving(1, 2), journal);
      assertFalse(pruner.stops(0, 1, 10, 5));
      assertTrue(pruner.stops(1, 1, 10, 4));
      assertFalse(pruner.stops(2, 1, 10, 6));
    }
    try (var journal = Journal.open(temp.resolve("journal"))) {
      var pruner = new Pruner(new Halving(1, 2), journal);
      assertEquals(10, pruner.stopped(1).orElseThrow().steps());
      assertTrue(pruner.stopped(2).isEmpty());
      assertFalse(pruner.stops(0, 1, 10, 5), "though a better one came since");
      assertEquals(3, journal.entries().size());
    }
  }
}
