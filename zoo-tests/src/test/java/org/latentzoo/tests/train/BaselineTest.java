package org.latentzoo.tests.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.check.UserException;
import org.latentzoo.gradient.MovingAverage;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;
import org.latentzoo.train.TrainingListener;
import org.latentzoo.train.TrainingState;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What an estimator keeps from earlier steps. */
class BaselineTest {
  private static final String AVERAGE = "average.c";

  @TempDir Path folder;

  private static Preset preset(String kind) {
    return Preset.load("discrete-vae-digits")
        .withSet(
            List.of(
                "model.estimator.kind=" + kind,
                "model.estimator.samples=1",
                "model.latent=4",
                "model.encoder=[5]",
                "model.decoder=[5]",
                "train.epochs=3"));
  }

  /** Stops after so many steps. */
  private static final class Stop implements TrainingListener {
    private final long steps;
    private boolean reached;

    private Stop(long steps) {
      this.steps = steps;
    }

    @Override
    public void onStep(TrainingState state, double loss) {
      reached = state.step() >= steps;
    }

    @Override
    public boolean isInterrupted() {
      return reached;
    }
  }

  private Map<String, INDArray> train(Preset preset, String run) {
    return Experiment.of(preset).train(folder.resolve(run)).instance().parameters();
  }

  /** Bit for bit: the average and the network come back with the checkpoint. */
  @ParameterizedTest
  @ValueSource(strings = {"moving-average", "input-dependent"})
  void anInterruptedRunEndsWithTheSameBaseline(String kind) {
    var preset = preset(kind);
    var whole = train(preset, "whole");
    var experiment = Experiment.of(preset);
    var parts = folder.resolve("parts");
    assertTrue(experiment.train(parts, false, new Stop(17)).isEmpty());
    var resumed = experiment.train(parts, true, new TrainingListener() {}).orElseThrow();
    assertEquals(whole, resumed.instance().parameters());
    assertTrue(whole.containsKey(AVERAGE));
  }

  /** Neither the optimiser nor its schedule nor clipping touches it: 36 steps from 0. */
  @Test
  void theAverageMovesByItsOwnRate() {
    var still =
        preset("moving-average")
            .withSet(
                List.of("train.optimizer.learning-rate=0", "train.clip={by: norm, limit: 0.001}"));
    double c = train(still, "still").get(AVERAGE).getDouble(0);
    double weight = 1 - Math.pow(1 - MovingAverage.RATE, 36);
    // The untrained decoder's rewards are near log 1/2 a pixel.
    assertEquals(-64 * Math.log(2) * weight, c, 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "leave-one-out | 1 | at least 2 for leave-one-out, got 1",
        "vimco | 1 | at least 2 for vimco, got 1",
        "disarm | 3 | an even number for disarm, got 3",
        "reinforce | 0 | at least 1 for reinforce, got 0"
      })
  void refusesTooFewSamples(String kind, int samples, String rule) {
    var settings = List.of("model.estimator.kind=" + kind, "model.estimator.samples=" + samples);
    var preset = Preset.load("discrete-vae-digits");
    var error = assertThrows(UserException.class, () -> preset.withSet(settings));
    assertEquals("model.estimator.samples must be %s.".formatted(rule), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "enumeration | latent=13 | model.latent must be at most 12 for enumeration, got 13.",
        "enumeration | unit.classes=3 | model.unit.classes must be 2 for enumeration, got 3.",
        "disarm | unit.classes=3 | model.unit.classes must be 2 for disarm, got 3.",
        "disarm | layers=2 | model.layers must be 1 for disarm, which draws one layer only, got 2.",
        "reinforce | unit.classes=1 | model.unit.classes must be at least 2, got 1."
      })
  void refusesCodesThatAnEstimatorCannotTake(String kind, String setting, String message) {
    var settings = List.of("model.latent=4", "model.estimator.kind=" + kind, "model." + setting);
    var preset = Preset.load("discrete-vae-digits");
    var error = assertThrows(UserException.class, () -> preset.withSet(settings));
    assertEquals(message, error.getMessage());
  }
}
