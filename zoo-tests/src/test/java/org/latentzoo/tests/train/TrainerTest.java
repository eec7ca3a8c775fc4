package org.latentzoo.tests.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.check.UserException;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.latentzoo.graph.Noise;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.tests.ArrayRows;
import org.latentzoo.train.CheckpointStore;
import org.latentzoo.train.Clip;
import org.latentzoo.train.EarlyStopping;
import org.latentzoo.train.LearningRate;
import org.latentzoo.train.OptimizerConfig;
import org.latentzoo.train.TrainConfig;
import org.latentzoo.train.Trainer;
import org.latentzoo.train.TrainingListener;
import org.latentzoo.train.TrainingState;
import org.latentzoo.train.Updater;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Plain gradient descent, whose steps can be done by hand: with data of ones the gradient of {@code
 * mean(x a)} by a is 1.
 */
class TrainerTest {
  private static final int BATCHES = 2;

  private final ArrayRows rows = new ArrayRows(Nd4j.ones(DataType.DOUBLE, 4, 1));

  /** Two parameters; each phase pulls at both and may move only its own. */
  private static ModelInstance model() {
    var graph = new Graph(DataType.DOUBLE, 1);
    var x = graph.input(Model.DATA, 1);
    var a = graph.parameter("a", Initializer.constant(0), 1);
    var b = graph.parameter("b", Initializer.constant(0), 1);
    var first = x.mul(a).add(x.mul(b).mul(3)).mean();
    var second = x.mul(b).mul(2).add(x.mul(a).mul(5)).mean();
    var phases = List.of(Phase.of("first", first, "a"), Phase.of("second", second, "b"));
    return new ModelInstance(new Model(graph, phases, Map.of()));
  }

  private static final class Nowhere implements CheckpointStore {
    @Override
    public Optional<Checkpoint> load() {
      return Optional.empty();
    }

    @Override
    public void save(Checkpoint checkpoint) {}
  }

  private static TrainConfig config(
      int epochs, LearningRate schedule, Clip clip, EarlyStopping stopping) {
    var descent = OptimizerConfig.of(Updater.SGD, 1);
    return new TrainConfig(epochs, 2, descent, schedule, clip, stopping, 0);
  }

  private static TrainConfig plain(int epochs) {
    return config(epochs, LearningRate.DEFAULTS, Clip.DEFAULTS, EarlyStopping.DEFAULTS);
  }

  private static double value(ModelInstance model, String name) {
    return model.parameters().get(name).getDouble(0);
  }

  private TrainingState train(ModelInstance model, TrainConfig config, double... validation) {
    var trainer =
        new Trainer(model, config, rows.count(), 1, new Nowhere(), new TrainingListener() {});
    var losses = new ArrayList<Double>();
    for (double loss : validation) {
      losses.add(loss);
    }
    return trainer.train(
        rows,
        () -> losses.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(losses.remove(0)));
  }

  @Test
  void eachPhaseMovesItsOwnParametersByItsOwnLoss() {
    var model = model();
    train(model, plain(3));
    assertEquals(-3 * BATCHES, value(model, "a"));
    assertEquals(-2 * 3 * BATCHES, value(model, "b"));
  }

  /** The second phase of a step sees what the first has done: 1 batch, loss 5 a + 2 b. */
  @Test
  void phasesAlternateInTheirOrder() {
    var seen = new ArrayList<Double>();
    var listener =
        new TrainingListener() {
          @Override
          public void onStep(TrainingState state, double loss) {
            seen.add(loss);
          }
        };
    new Trainer(model(), plain(1), rows.count(), 1, new Nowhere(), listener)
        .train(rows, OptionalDouble::empty);
    assertEquals(List.of(0.0, -1 - 3 * 2.0), seen);
  }

  @Test
  void theScheduleSetsEveryStep() {
    var halving = new LearningRate(LearningRate.Kind.STEP, 0, 0, 0.5, 1, LearningRate.Unit.EPOCHS);
    var model = model();
    train(model, config(3, halving, Clip.DEFAULTS, EarlyStopping.DEFAULTS));
    assertEquals(-BATCHES * (1 + 0.5 + 0.25), value(model, "a"));
  }

  @Test
  void clippingBoundsEachPhase() {
    var clip = new Clip(Clip.By.NORM, 0.5);
    var model = model();
    train(model, config(3, LearningRate.DEFAULTS, clip, EarlyStopping.DEFAULTS));
    assertEquals(-0.5 * 3 * BATCHES, value(model, "a"), 1e-12);
    assertEquals(-0.5 * 3 * BATCHES, value(model, "b"), 1e-12);
  }

  @Test
  void earlyStoppingWaitsItsPatienceAndRestoresTheBest() {
    var model = model();
    var stopping = new EarlyStopping(2, 0);
    var config = config(100, LearningRate.DEFAULTS, Clip.DEFAULTS, stopping);
    var state = train(model, config, 5, 4, 4.5, 3, 3, 3.5, 1, 0);
    assertEquals(6, state.epoch(), "the best of epoch 4 and two epochs of patience");
    assertEquals(-4 * BATCHES, value(model, "a"));
    assertEquals(-2 * 4 * BATCHES, value(model, "b"));
  }

  /** The loss of the rows trained on stays finite all the while. */
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aValidationLossThatIsNoNumberIsADivergence(double loss) {
    var error = assertThrows(UserException.class, () -> train(model(), plain(3), 1, loss, 1));
    assertEquals(
        "Training diverged: the validation loss is %s at step 4. The last good checkpoint stays."
                .formatted(loss)
            + " Lower train.optimizer.learning-rate or set train.clip.by=norm.",
        error.getMessage());
  }

  @Test
  void withoutEarlyStoppingTheLastParametersStay() {
    var model = model();
    var state = train(model, plain(5), 1, 2, 3, 4, 5);
    assertEquals(5, state.epoch());
    assertEquals(-5 * BATCHES, value(model, "a"));
  }

  /** Two phases under noise, which read each other's parameter. */
  private static ModelInstance noisy() {
    var graph = new Graph(DataType.DOUBLE, 1);
    var x = graph.input(Model.DATA, 1);
    var eps = graph.noise("eps", Noise.NORMAL, 1);
    var a = graph.parameter("a", Initializer.constant(0), 1);
    var b = graph.parameter("b", Initializer.constant(0), 1);
    var sd = graph.sameDiff();
    var first = sd.math().square(x.mul(a).add(eps.mul(b)).sub(1)).mean();
    var second = sd.math().square(x.mul(b).add(eps.mul(a)).add(1)).mean();
    var phases = List.of(Phase.of("first", first, "a"), Phase.of("second", second, "b"));
    return new ModelInstance(new Model(graph, phases, Map.of()));
  }

  private static final class Memory implements CheckpointStore {
    private Optional<Checkpoint> last = Optional.empty();

    @Override
    public Optional<Checkpoint> load() {
      return last;
    }

    @Override
    public void save(Checkpoint checkpoint) {
      var copies = new HashMap<>(checkpoint.vectors());
      copies.replaceAll((name, vector) -> vector.dup());
      last = Optional.of(new Checkpoint(checkpoint.state(), copies));
    }
  }

  private record InterruptAfter(long steps, AtomicLong taken) implements TrainingListener {
    @Override
    public void onStep(TrainingState state, double loss) {
      taken.set(state.step());
    }

    @Override
    public boolean isInterrupted() {
      return taken.get() == steps;
    }
  }

  /** The validation loss falls until {@code a} passes 0.25. */
  private static TrainingState train(
      ModelInstance model, TrainConfig config, CheckpointStore store, long interruptAfter) {
    var listener = new InterruptAfter(interruptAfter, new AtomicLong());
    var rows = new ArrayRows(Nd4j.createFromArray(1.0, 2, 0.5, 3, 1.5).reshape(5, 1));
    return new Trainer(model, config, rows.count(), 1, store, listener)
        .train(rows, () -> OptionalDouble.of(Math.abs(value(model, "a") - 0.25)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void resumedAfterAnyStepItEndsAsIfNeverStopped(int patience) {
    var cosine = new LearningRate(LearningRate.Kind.COSINE, 3, 0, 0.5, 1, LearningRate.Unit.EPOCHS);
    var stopping = new EarlyStopping(patience, 0);
    var config =
        config(8, cosine, Clip.DEFAULTS, stopping)
            .withOptimizer(OptimizerConfig.of(Updater.ADAM, 0.05));
    var whole = noisy();
    var end = train(whole, config, new Memory(), Long.MAX_VALUE);
    assertEquals(patience > 0, end.epoch() < config.epochs(), "stopped early");
    for (int k = 1; k <= end.step(); k++) {
      var store = new Memory();
      assertEquals(k, train(noisy(), config, store, k).step());
      var resumed = noisy();
      assertEquals(end, train(resumed, config, store, Long.MAX_VALUE));
      assertEquals(whole.parameters(), resumed.parameters(), "interrupted after step " + k);
    }
  }

  @Test
  void checkpointsHoldEveryPhaseAfterEveryEpoch() {
    var saved = new ArrayList<double[]>();
    var store =
        new CheckpointStore() {
          @Override
          public Optional<Checkpoint> load() {
            return Optional.empty();
          }

          @Override
          public void save(Checkpoint checkpoint) {
            saved.add(
                new double[] {
                  checkpoint.state().step(),
                  checkpoint.vectors().get("parameters.first").getDouble(0),
                  checkpoint.vectors().get("parameters.second").getDouble(0)
                });
          }
        };
    new Trainer(model(), plain(2), rows.count(), 1, store, new TrainingListener() {})
        .train(rows, OptionalDouble::empty);
    assertEquals(3, saved.size());
    assertArrayEquals(new double[] {0, 0, 0}, saved.get(0));
    assertArrayEquals(new double[] {2, -2, -4}, saved.get(1));
    assertArrayEquals(new double[] {4, -4, -8}, saved.get(2));
  }
}
