package org.latentzoo.train;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Epoch;
import org.latentzoo.data.Feed;
import org.latentzoo.data.Rows;
import org.latentzoo.kernel.Team;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.model.TrainingStep;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains any model: pushes batches through the captured steps of its phases and moves each phase's
 * parameters against its gradient. A run that was interrupted at any moment and goes on from its
 * last checkpoint ends with the same parameters, bit for bit.
 */
public final class Trainer {
  /** The mean loss over held-out rows, lower being better; empty only without such rows. */
  @FunctionalInterface
  public interface Validation {
    OptionalDouble loss();
  }

  private static final OptimizerConfig PLAIN = OptimizerConfig.of(Updater.SGD, 1);

  private record Key(Phase phase, int batch) {}

  private final ModelInstance instance;
  private final TrainConfig config;
  private final NoiseSource noise;
  private final CheckpointStore store;
  private final TrainingListener listener;
  private final Map<Phase, OptimizerConfig> configs = new HashMap<>();
  private final Map<Phase, Optimizer> optimizers = new LinkedHashMap<>();
  private final Map<Phase, INDArray> best = new LinkedHashMap<>();
  private final Map<Key, TrainingStep> steps = new HashMap<>();
  private final Map<String, LocalTable> locals = new LinkedHashMap<>();
  private final Watches watches;
  private TrainingState state = TrainingState.START;

  /**
   * A trainer that goes on from the store's checkpoint, if there is one.
   *
   * @param rows of an epoch: as many have numbers of their own, if the model gives them any
   */
  public Trainer(
      ModelInstance instance,
      TrainConfig config,
      long rows,
      long seed,
      CheckpointStore store,
      TrainingListener listener) {
    this.instance = instance;
    this.config = config;
    this.noise = new NoiseSource(seed);
    this.store = store;
    this.listener = listener;
    var phases = instance.model().phases();
    config.requireFits(phases);
    phases.forEach(p -> configs.put(p, p.isPlain() ? PLAIN : config.optimizer(p.name())));
    for (var phase : instance.trainedPhases()) {
      var parameters = instance.parameters(phase).vector();
      optimizers.put(phase, Optimizer.create(configs.get(phase), parameters));
      if (config.earlyStopping().enabled()) {
        best.put(phase, parameters.dup());
      }
    }
    var graph = instance.model().graph();
    for (var local : graph.locals()) {
      phases.stream()
          .filter(phase -> phase.trains(local))
          .findFirst()
          .ifPresent(phase -> locals.put(local, table(local, phase, rows)));
    }
    store.load().ifPresent(this::restore);
    var watched = phases.stream().flatMap(p -> p.watches().stream()).toList();
    this.watches = new Watches(watched, state.step());
  }

  private LocalTable table(String local, Phase phase, long rows) {
    var graph = instance.model().graph();
    long columns = graph.sameDiff().getVariable(local).placeholderShape()[1];
    return new LocalTable(configs.get(phase), config.clip(), graph.dtype(), rows, columns);
  }

  /** Where the run stands. */
  public TrainingState state() {
    return state;
  }

  /**
   * Trains until the epochs are done, early stopping ends the run, or the listener interrupts it;
   * with early stopping the parameters end as they were at the best validation.
   *
   * @return where the run stands: finished, unless it was interrupted
   * @throws UserException if a loss is no longer a finite number; the last good checkpoint stays
   */
  public TrainingState train(Rows rows, Validation validation) {
    listener.onStart(state);
    save();
    long batches = (rows.count() + config.batch() - 1) / config.batch();
    while (!state.isFinished(config)) {
      boolean interrupted = Team.withoutNativeThreads(() -> epoch(rows, batches * config.epochs()));
      if (interrupted) {
        save();
        return state;
      }
      endEpoch(validation);
      save();
    }
    if (config.earlyStopping().enabled()) {
      best.forEach((phase, vector) -> instance.parameters(phase).vector().assign(vector));
    }
    return state;
  }

  private boolean epoch(Rows rows, long total) {
    long saved = System.nanoTime();
    try (var data = rows.epoch(state.epoch(), true, config.batch(), state.batch())) {
      for (int n = data.nextSize(); n > 0; n = data.nextSize()) {
        var watched = new HashMap<String, Double>();
        double loss = step(data, n, total, watched);
        state = state.stepped(loss, watched, n);
        listener.onStep(state, loss);
        if (listener.isInterrupted()) {
          return true;
        }
        if (config.checkpointSeconds() > 0
            && System.nanoTime() - saved > config.checkpointSeconds() * 1e9) {
          save();
          saved = System.nanoTime();
        }
      }
    }
    return false;
  }

  /**
   * All steps of every phase on one batch; the first loss of the first.
   *
   * @param watched is given what the phases watch, each at its first step
   */
  private double step(Epoch data, int size, long total, Map<String, Double> watched) {
    double loss = Double.NaN;
    INDArray x = null;
    for (var phase : instance.model().phases()) {
      var step =
          steps.computeIfAbsent(
              new Key(phase, size), key -> instance.training(key.phase(), key.batch()));
      var input = step.execution().input(Model.DATA);
      if (x == null) {
        data.fill(input);
      } else {
        input.assign(x);
      }
      Feed.labels(data.labels(), step.execution());
      step.execution().schedule(state.step());
      double rate = rate(phase, total);
      for (int i = 0; i < phase.repeats(); i++) {
        run(phase, step, data.positions(), state.step() * phase.repeats() + i, rate);
        if (i == 0) {
          loss = x == null ? step.loss() : loss;
          watched.putAll(step.watched());
        }
      }
      x = input;
    }
    return loss;
  }

  /** The length of this step's steps of {@code phase}, of {@code total} steps. */
  private double rate(Phase phase, long total) {
    double base = configs.get(phase).learningRate();
    double scheduled =
        phase.isPlain() ? base : config.schedule().at(base, state.step(), total, state.epoch());
    return scheduled * phase.rate();
  }

  /**
   * One step of one phase.
   *
   * @param count steps of this phase before
   */
  private void run(Phase phase, TrainingStep step, int[] rows, long count, double rate) {
    var execution = step.execution();
    locals.forEach(
        (name, table) -> {
          if (execution.reads(name)) {
            table.read(rows, execution.input(name));
          }
        });
    execution.drawNoise(noise, phase.name(), count);
    execution.run();
    requireNumber("the " + phase.name(), step.loss(), state.step() + 1, key(phase));
    var gradient = step.gradient().vector();
    int epoch = state.epoch();
    if (optimizers.containsKey(phase)) {
      if (!phase.isPlain()) {
        config.clip().apply(gradient);
      }
      var parameters = instance.parameters(phase).vector();
      optimizers.get(phase).step(parameters, gradient, count, epoch, rate);
    }
    long visits = (long) epoch * phase.repeats() + count % phase.repeats();
    for (var name : step.locals()) {
      var batch = execution.input(name);
      var own = step.localGradient(name);
      locals.get(name).step(rows, batch, own, visits, epoch, rate);
    }
  }

  private void endEpoch(Validation validation) {
    var metrics = new LinkedHashMap<String, Double>();
    metrics.put("loss", state.meanLoss());
    metrics.putAll(state.meansWatched());
    watches.warning(metrics, state.step()).ifPresent(listener::onWarning);
    int epoch = state.epoch() + 1;
    var stopper = state.stopper();
    var held = validation.loss();
    if (held.isPresent()) {
      double loss = held.getAsDouble();
      requireNumber("the validation loss", loss, state.step());
      metrics.put("validation_loss", loss);
      stopper = stopper.observe(config.earlyStopping(), epoch, loss);
    }
    if (stopper.bestEpoch() == epoch) {
      best.forEach((phase, vector) -> vector.assign(instance.parameters(phase).vector()));
    }
    state = state.epochEnded(stopper);
    listener.onEpoch(state, metrics);
  }

  private void save() {
    var vectors = new LinkedHashMap<String, INDArray>();
    for (var phase : instance.trainedPhases()) {
      var parameters = instance.parameters(phase).vector();
      requireNumber("a parameter", parameters.sumNumber().doubleValue(), state.step(), key(phase));
      vectors.put("parameters." + phase.name(), parameters);
      vectors.put("optimizer." + phase.name(), optimizers.get(phase).state());
    }
    best.forEach((phase, vector) -> vectors.put("best." + phase.name(), vector));
    locals.forEach((name, table) -> vectors.putAll(table.vectors(name)));
    locals.keySet().stream()
        .map(name -> vectors.get("local." + name).sumNumber().doubleValue())
        .forEach(sum -> requireNumber("a number of a row's own", sum, state.step()));
    store.save(new CheckpointStore.Checkpoint(state, vectors));
  }

  private void restore(CheckpointStore.Checkpoint checkpoint) {
    state = checkpoint.state();
    for (var phase : instance.trainedPhases()) {
      var parameters = instance.parameters(phase).vector();
      var optimizer = optimizers.get(phase);
      parameters.assign(saved(checkpoint, "parameters." + phase.name(), parameters));
      optimizer.restore(saved(checkpoint, "optimizer." + phase.name(), optimizer.state()));
    }
    best.forEach((phase, v) -> v.assign(saved(checkpoint, "best." + phase.name(), v)));
    locals.forEach(
        (local, table) ->
            table.vectors(local).forEach((name, v) -> v.assign(saved(checkpoint, name, v))));
  }

  private static INDArray saved(
      CheckpointStore.Checkpoint checkpoint, String name, INDArray current) {
    var vector = checkpoint.vectors().get(name);
    if (vector == null || vector.length() != current.length()) {
      throw new UserException(
          "The checkpoint is of another model: '%s' must have %d numbers, got %s. Restore the run folder or train again."
              .formatted(name, current.length(), vector == null ? "none" : vector.length()));
    }
    return vector;
  }

  private String key(Phase phase) {
    return config.learningRateKey(phase.name());
  }

  private void requireNumber(String what, double value, long step) {
    requireNumber(what, value, step, key(instance.model().phases().get(0)));
  }

  /**
   * Ends the run where {@code value} is none.
   *
   * @param learningRate the key of the one to lower
   */
  private static void requireNumber(String what, double value, long step, String learningRate) {
    if (!Double.isFinite(value)) {
      throw new UserException(
          "Training diverged: %s is %s at step %d. The last good checkpoint stays. Lower %s or set train.clip.by=norm."
              .formatted(what, value, step, learningRate));
    }
  }
}
