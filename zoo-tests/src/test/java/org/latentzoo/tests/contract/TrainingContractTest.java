package org.latentzoo.tests.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.Phase;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.train.Optimizer;
import org.latentzoo.train.OptimizerConfig;
import org.latentzoo.train.Updater;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What holds of a few steps of any model. */
class TrainingContractTest {
  private static final int ROWS = 2;

  /** Losses of Adam's steps on one batch, with fresh noise each. */
  private static double[] losses(Subject subject, Phase phase, int steps) {
    var parameters = subject.instance().parameters(phase).vector();
    var optimizer = Optimizer.create(OptimizerConfig.of(Updater.ADAM, 0.02), parameters);
    var step = subject.step(phase, ROWS, 1);
    bits(step.execution().input(Model.DATA));
    var noise = new NoiseSource(2);
    var losses = new double[steps];
    for (int t = 0; t < steps; t++) {
      step.execution().drawNoise(noise, "train", t);
      step.execution().run();
      losses[t] = step.loss();
      optimizer.step(parameters, step.gradient().vector(), t, 0, 0.02);
    }
    return losses;
  }

  private static void bits(INDArray x) {
    x.assign(x.gt(0.5));
  }

  private static double mean(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).average().orElseThrow();
  }

  /**
   * Two rows cost log 2 nats to tell apart and are then known: most of the loss must go. A squared
   * error, which knows no nats, goes to 0. A generator of rows has no row to know. The density of a
   * flow at two rows has no bound, and steps of this length overshoot once it is high: what counts
   * is the best of 20 steps on the way.
   */
  @EveryPreset
  void overfitsOneBatch(String preset) {
    var subject = Subject.small(preset, 8, DataType.FLOAT, 1);
    assumeFalse(subject.instance().model().has(Head.ENERGY));
    var losses = losses(subject, subject.instance().trainedPhases().get(0), 400);
    double before = mean(losses, 0, 20);
    double after =
        IntStream.rangeClosed(20, 380)
            .mapToDouble(t -> mean(losses, t, t + 20))
            .min()
            .orElseThrow();
    if (subject.instance().model().has(Head.SQUARED_ERROR)) {
      assertTrue(after < 0.01 * before, () -> "of " + before + " the error kept " + after);
    } else {
      assertTrue(before - after > 3, () -> "the loss fell by " + (before - after) + " nats only");
    }
  }

  /**
   * An opponent learns to tell what a first player that stands still makes of one batch from what
   * it should make. Of codes, an encoder then learns to have them taken for draws of the prior more
   * often than not; what a generator learns is in {@code EnergyGeneratorTest}.
   */
  @EveryPreset
  void eachPlayerBeatsOneThatStandsStill(String preset) {
    var subject = Subject.small(preset, 8, DataType.FLOAT, 1);
    var model = subject.instance().model();
    assumeTrue(model.has(Head.ENERGY) || model.has(Head.CODE_ENERGY));
    var opponent = model.phases().get(1);
    losses(subject, opponent, 100);
    double found = accuracy(subject, opponent);
    assertTrue(found > 0.95, () -> "it told " + found);
    if (model.has(Head.CODE_ENERGY)) {
      losses(subject, model.phases().get(0), 400);
      double left = accuracy(subject, opponent);
      assertTrue(left < 0.5, () -> "it still told " + left);
    }
  }

  /** The share of pairs that it tells apart, over many draws of noise. */
  private static double accuracy(Subject subject, Phase opponent) {
    var step = subject.step(opponent, ROWS, 1);
    bits(step.execution().input(Model.DATA));
    var noise = new NoiseSource(3);
    return IntStream.range(0, 100)
        .mapToDouble(
            t -> {
              step.execution().drawNoise(noise, "accuracy", t);
              step.execution().run();
              var watched = step.watched();
              return watched.getOrDefault("critic_accuracy", watched.get("energy_accuracy"));
            })
        .average()
        .orElseThrow();
  }

  /**
   * What is recorded of the first phase, in a loss that is a sum, is all that the loss is made of.
   */
  @EveryPreset
  void theTermsAddUpToTheLoss(String preset) {
    var subject = Subject.small(preset, 3, DataType.DOUBLE, 7);
    var step = subject.step(subject.phases().get(0), 5, 1);
    step.execution().run();
    var terms = step.watched();
    var sum = sum(terms);
    assertEquals(isOfOneTerm(subject), sum.isEmpty(), () -> "" + terms);
    sum.ifPresent(s -> assertEquals(step.loss(), s, 1e-9 * Math.max(1, Math.abs(s))));
  }

  /** A squared error, which Wasserstein's models report alone too. */
  private static boolean isOfOneTerm(Subject subject) {
    return subject.instance().model().has(Head.SQUARED_ERROR);
  }

  private static OptionalDouble sum(Map<String, Double> terms) {
    var signs =
        List.of(
            Map.of("kl", 1, "reconstruction", -1),
            Map.of("log_base", -1, "log_determinant", -1),
            Map.of("energy_generated", 1, "entropy", -1));
    return signs.stream()
        .filter(s -> terms.keySet().containsAll(s.keySet()))
        .mapToDouble(
            s -> s.entrySet().stream().mapToDouble(e -> e.getValue() * terms.get(e.getKey())).sum())
        .findFirst();
  }

  @EveryPreset
  void sameSeedGivesTheSameNumbersBitForBit(String preset) {
    var first = Subject.small(preset, 3, DataType.FLOAT, 7);
    var again = Subject.small(preset, 3, DataType.FLOAT, 7);
    var other = Subject.small(preset, 3, DataType.FLOAT, 8);
    for (int i = 0; i < first.instance().trainedPhases().size(); i++) {
      var losses = losses(first, first.instance().trainedPhases().get(i), 5);
      assertArrayEquals(losses, losses(again, again.instance().trainedPhases().get(i), 5));
      assertFalse(Arrays.equals(losses, losses(other, other.instance().trainedPhases().get(i), 5)));
    }
    first
        .instance()
        .parameters()
        .forEach((name, value) -> assertEquals(value, again.instance().parameters().get(name)));
  }

  @EveryPreset
  void floatAndDoubleAgree(String preset) {
    var single = Subject.small(preset, 3, DataType.FLOAT, 7);
    var twice = Subject.small(preset, 3, DataType.DOUBLE, 7);
    for (int i = 0; i < single.instance().trainedPhases().size(); i++) {
      double expected = losses(twice, twice.instance().trainedPhases().get(i), 1)[0];
      double actual = losses(single, single.instance().trainedPhases().get(i), 1)[0];
      assertEquals(expected, actual, 1e-5 * Math.abs(expected));
    }
  }
}
