package org.latentzoo.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.latentzoo.check.UserException;
import org.latentzoo.data.DataModule;
import org.latentzoo.data.Feed;
import org.latentzoo.data.Rows;
import org.latentzoo.eval.Evaluator;
import org.latentzoo.io.AtomicFiles;
import org.latentzoo.model.FitRequest;
import org.latentzoo.model.Fitted;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.ModelType;
import org.latentzoo.model.Observations;
import org.latentzoo.preset.Preset;
import org.latentzoo.preset.Start;
import org.latentzoo.train.Trainer;
import org.latentzoo.train.TrainingListener;
import org.latentzoo.train.TrainingState;

/** A preset on its way to a trained model: its data are open and its graph is built. */
public final class Experiment {
  private static final String OTHER_START =
      "Start from other weights, or leave the model's settings as they were.";

  private final Preset preset;
  private final DataModule data;
  private final Optional<Origin> start;
  private ModelInstance instance;

  private Experiment(Preset preset) {
    this.preset = preset;
    this.start = start(preset.start());
    this.data = DataModule.open(preset.data(), preset.precision(), preset.seed());
    if (data.gaps().count() > 0 && !takesMissing()) {
      throw new UserException(
          ("Model '%s' takes no missing cells, and the data have %d, the first in record %d, column"
                  + " %d. Fill them, or set model.type=ppca and model.fit=em.")
              .formatted(
                  preset.type().name(),
                  data.gaps().count(),
                  data.gaps().record(),
                  data.gaps().column()));
    }
    this.instance = build();
  }

  private static Optional<Origin> start(Start start) {
    return switch (start.kind()) {
      case RANDOM -> Optional.empty();
      case PRETRAINED -> Optional.of(Pretrained.load(start.name()));
      case RUN -> Optional.of(new RunFolder(Path.of(start.name())));
    };
  }

  private ModelInstance build() {
    var built =
        ModelInstance.of(
            preset.type(), preset.model(), preset.precision(), preset.seed(), data.columns());
    preset.train().requireFits(built.model().phases());
    start.ifPresent(s -> s.read().into(built, preset.type().name(), OTHER_START));
    return built;
  }

  /**
   * Opens the preset's data and builds its model, with the weights that it starts from.
   *
   * @throws UserException if the data cannot be read, or the settings do not fit them or the start
   */
  public static Experiment of(Preset preset) {
    return new Experiment(preset);
  }

  /** The data, split and preprocessed. */
  public DataModule data() {
    return data;
  }

  /** The model: as it starts at first, then the one that the last {@link #train} made anew. */
  public ModelInstance instance() {
    return instance;
  }

  /** Measures the model as it is. */
  public Evaluator evaluator() {
    return new Evaluator(
        instance, data.preprocessing(), DataSupport.of(preset), preset.seed(), n -> {});
  }

  /**
   * Trains into a new run folder.
   *
   * @throws UserException if the folder holds a run already, or training diverges
   */
  public TrainedModel train(Path folder) {
    return train(folder, false, new TrainingListener() {})
        .orElseThrow(() -> new IllegalStateException("nobody interrupted the training"));
  }

  /**
   * Trains into a run folder, or goes on with the run that is there.
   *
   * @param resume whether a run in the folder is gone on with; without one a new run starts
   * @return the trained model, or nothing if the listener interrupted it
   * @throws UserException if the folder's run is another one, or training diverges
   */
  public Optional<TrainedModel> train(Path folder, boolean resume, TrainingListener listener) {
    var run = new RunFolder(folder);
    boolean begun = resume && run.isThere();
    if (begun) {
      run.requireSame(preset, data.checksum(), start.map(Origin::checksum));
      AtomicFiles.sweep(folder);
    } else {
      run.requireNew();
    }
    instance = build();
    if (instance.classes() > 0) {
      Feed.requireClasses(data.all(), instance.classes());
    }
    DataSupport.require(preset, data);
    if (start.isPresent() && preset.type() instanceof Fitted<?> type && isFitted(type)) {
      throw new UserException(
          "Preset '%s' is not trained step by step, so it has nothing to start from, got start %s. Leave it out."
              .formatted(preset.name(), preset.start()));
    }
    boolean fitted;
    try {
      fitted = fit(listener);
    } catch (CancellationException e) {
      return Optional.empty();
    }
    if (!fitted) {
      requireRows();
    }
    if (!begun) {
      run.create(preset, Manifest.of(preset, data, start.map(Origin::checksum)));
    }
    if (!fitted && !stepped(run, listener)) {
      return Optional.empty();
    }
    Weights.write(run.weights(), preset.type().name(), instance, data);
    return Optional.of(TrainedModel.open(folder));
  }

  private boolean takesMissing() {
    return preset.type() instanceof Fitted<?> type && takesMissing(type);
  }

  private <C extends Record> boolean takesMissing(Fitted<C> type) {
    return type.takesMissing(ModelType.config(type, preset.model()));
  }

  private <C extends Record> boolean isFitted(Fitted<C> type) {
    return type.isFitted(ModelType.config(type, preset.model()));
  }

  /**
   * Fits without gradient steps, where the model knows how and the config asks for it; false
   * otherwise. Writes nothing.
   *
   * @throws CancellationException if the listener interrupts it
   */
  public boolean fit(TrainingListener listener) {
    return preset.type() instanceof Fitted<?> type && fit(type, listener);
  }

  private <C extends Record> boolean fit(Fitted<C> type, TrainingListener listener) {
    if (!isFitted(type)) {
      return false;
    }
    var config = ModelType.config(type, preset.model());
    var fit =
        type.fit(
            config,
            new FitRequest(
                observations(data.train()),
                observations(data.validation()),
                preset.seed(),
                (iteration, iterations, objective) -> {
                  listener.onIteration(iteration, iterations, objective);
                  if (listener.isInterrupted()) {
                    throw new CancellationException();
                  }
                }));
    instance.parameters().forEach((name, slice) -> slice.assign(fit.get(name)));
    return true;
  }

  private Observations observations(Rows rows) {
    return new RowObservations(rows, preset.precision(), data::column);
  }

  /** Refuses settings that ask for more rows than there are. */
  private void requireRows() {
    var config = preset.train();
    long rows = data.train().count();
    if (config.batch() > rows) {
      throw new UserException(
          "train.batch must be at most the %d training rows, got %d. Add --set train.batch=%d."
              .formatted(rows, config.batch(), rows));
    }
    if (config.earlyStopping().enabled() && data.validation().count() == 0) {
      throw new UserException(
          "train.early-stopping needs validation rows, data.validation is 0."
              + " Set data.validation=0.1 or train.early-stopping.patience=0.");
    }
    if (config.earlyStopping().enabled() && !Evaluator.hasObjective(instance.model())) {
      throw new UserException(
          "Model '%s' has no loss to stop by. Set train.early-stopping.patience=0."
              .formatted(preset.type().name()));
    }
  }

  /** Trains by gradient steps; false if interrupted. */
  private boolean stepped(RunFolder run, TrainingListener listener) {
    var config = preset.train();
    var held = new HeldOut(evaluator(), instance.model(), data.validation());
    var checkpoints = new FileCheckpoints(run.checkpoint());
    var metrics = new MetricsLog(run.metrics());
    var events = new EventLog(run.events());
    var given = new AsGiven(evaluator(), Evaluator.objective(instance.model()));
    var logged = new LoggingListener(listener, metrics, events, held, given);
    var trainer =
        new Trainer(instance, config, data.train().count(), preset.seed(), checkpoints, logged);
    metrics.truncate(trainer.state().epoch());
    events.restart(metrics.read());
    return trainer.train(data.train(), held).isFinished(config);
  }

  /** Writes what the listener is told to the metrics too, all in the units of the rows as given. */
  private record LoggingListener(
      TrainingListener listener, MetricsLog log, EventLog events, HeldOut held, AsGiven given)
      implements TrainingListener {
    @Override
    public void onStart(TrainingState state) {
      listener.onStart(state);
    }

    @Override
    public void onStep(TrainingState state, double loss) {
      listener.onStep(state, given.loss(loss));
    }

    @Override
    public void onEpoch(TrainingState state, Map<String, Double> metrics) {
      var told = given.means(metrics);
      var means = new LinkedHashMap<>(told);
      held.terms().forEach((name, mean) -> means.put("validation_" + name, mean));
      var line = new LinkedHashMap<String, Object>();
      line.put(MetricsLog.EPOCH, state.epoch());
      line.put(MetricsLog.STEP, state.step());
      line.putAll(means);
      log.append(line);
      events.append(state.step(), means);
      listener.onEpoch(state, told);
    }

    @Override
    public void onWarning(String warning) {
      listener.onWarning(warning);
    }

    @Override
    public boolean isInterrupted() {
      return listener.isInterrupted();
    }
  }
}
