package org.latentzoo.tests.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import org.latentzoo.train.PhaseOptimizer;
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

  private static final OptimizerConfig ADAM = OptimizerConfig.of(Updater.ADAM, 0.05);

  private static final PhaseOptimizer MOMENTUM =
      new PhaseOptimizer(Updater.NESTEROVS, 0.02, null, null, null, null, null, null, 0.8);

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
    return new TrainConfig(epochs, 2, descent, Map.of(), schedule, clip, stopping, 0);
  }

  private static TrainConfig plain(int epochs) {
    return config(epochs, LearningRate.DEFAULTS, Clip.DEFAULTS, EarlyStopping.DEFAULTS);
  }

  /** Three epochs by {@code shared}, but for the phases that have something of their own. */
  private static TrainConfig apart(OptimizerConfig shared, Map<String, PhaseOptimizer> phases) {
    return with(plain(3), shared, phases);
  }

  private static TrainConfig with(
      TrainConfig config, OptimizerConfig shared, Map<String, PhaseOptimizer> phases) {
    return new TrainConfig(
        config.epochs(),
        config.batch(),
        shared,
        phases,
        config.schedule(),
        config.clip(),
        config.earlyStopping(),
        config.checkpointSeconds());
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

  /** Each phase pulls its own parameter, at a place that the other's decides. */
  private static ModelInstance pulled() {
    var graph = new Graph(DataType.DOUBLE, 1);
    var x = graph.input(Model.DATA, 1);
    var a = graph.parameter("a", Initializer.constant(0), 1);
    var b = graph.parameter("b", Initializer.constant(0), 1);
    var math = graph.sameDiff().math();
    var first = math.square(x.mul(a).add(b).sub(1)).mean();
    var second = math.square(x.mul(b).sub(a).add(2)).mean();
    var phases =
        List.of(
            Phase.of("first", first, "a"), Phase.of("second", second, "b").repeated(2).atRate(0.5));
    return new ModelInstance(new Model(graph, phases, Map.of()));
  }

  /** Adam for a, and for b Nesterov's momentum twice a batch at half the rate, as formulas. */
  @Test
  void eachPhaseHasAnOptimizerOfItsOwn() {
    double a = 0, m = 0, v = 0, b = 0, velocity = 0;
    for (int t = 1; t <= 3 * BATCHES; t++) {
      double g = 2 * (a + b - 1);
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      double unbiased = Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
      a -= 0.05 * unbiased * m / (Math.sqrt(v) + 1e-8);
      for (int i = 0; i < 2; i++) {
        double before = velocity;
        velocity = 0.8 * before - 0.5 * 0.02 * 2 * (b - a + 2);
        b -= 0.8 * before - 1.8 * velocity;
      }
    }
    var model = pulled();
    train(model, apart(ADAM, Map.of("second", MOMENTUM)));
    assertEquals(a, value(model, "a"), 1e-12);
    assertEquals(b, value(model, "b"), 1e-12);
  }

  /** What is left out is the shared optimiser's: here Adam's beta2, epsilon and rate. */
  @Test
  void aPhaseDiffersInWhatItNames() {
    var change = new PhaseOptimizer(null, null, null, 0.5, null, null, null, null, null);
    var own = pulled();
    train(own, apart(ADAM, Map.of("first", change, "second", change)));
    var shared = pulled();
    var all = new OptimizerConfig(Updater.ADAM, 0.05, 0, Map.of("beta1", 0.5));
    train(shared, apart(all, Map.of()));
    assertEquals(value(shared, "a"), value(own, "a"));
    assertEquals(value(shared, "b"), value(own, "b"));
    var other = pulled();
    train(other, apart(ADAM, Map.of()));
    assertNotEquals(value(other, "a"), value(own, "a"), 1e-6);
  }

  @Test
  void refusesAnOptimizerOfNoPhase() {
    var config = apart(ADAM, Map.of("secnd", MOMENTUM));
    assertEquals(
        "Unknown phase in train.phases 'secnd'. Known: first, second. Did you mean 'second'?",
        assertThrows(UserException.class, () -> train(model(), config)).getMessage());
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

  /** b = -1e308 after the first step, of which the first loss takes three. */
  @Test
  void aDivergenceNamesThePhaseAndTheRateThatItTakes() {
    var one = new PhaseOptimizer(null, 1.0, null, null, null, null, null, null, null);
    var huge = new PhaseOptimizer(null, 5e307, null, null, null, null, null, null, null);
    var descent = OptimizerConfig.of(Updater.SGD, 1);
    var config = apart(descent, Map.of("first", one, "second", huge));
    var error = assertThrows(UserException.class, () -> train(model(), config));
    assertEquals(
        "Training diverged: the first is -Infinity at step 2. The last good checkpoint stays."
            + " Lower train.phases.first.learning-rate or set train.clip.by=norm.",
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
    var config = with(config(8, cosine, Clip.DEFAULTS, stopping), ADAM, Map.of("second", MOMENTUM));
    var whole = noisy();
    var end = train(whole, config, new Memory(), Long.MAX_VALUE);
    assertEquals(patience > 0, end.epoch() < config.epochs(), "stopped early");
    for (int k = 1; k <= end.step(); k++) {
      var store = new Memory();
      assertEquals(k, train(noisy(), config, store, k).step());
      var resumed = noisy();
      assertEquals(end, train(resumed, config, store, Long.MAX_VALUE));
      assertEquals(value(whole, "a"), value(resumed, "a"), "interrupted after step " + k);
      assertEquals(value(whole, "b"), value(resumed, "b"), "interrupted after step " + k);
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
