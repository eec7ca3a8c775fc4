package org.latentzoo.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Rows;
import org.latentzoo.io.AtomicFiles;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;
import org.latentzoo.run.TrainedModel;
import org.latentzoo.train.TrainConfig;
import org.latentzoo.train.TrainingListener;
import org.latentzoo.train.TrainingState;

/** Trains a plan's presets, each into a run folder of its own that nobody else writes meanwhile. */
record PresetTrials(SweepPlan plan, SweepFolder folder) implements Trainable {
  private static final long WAIT_NANOS = 200_000_000;

  @Override
  public Optional<Scored> train(int trial, Point point, Monitor monitor) {
    try (var lock = lock(folder.run(trial), monitor)) {
      return lock == null ? Optional.empty() : trained(trial, point, monitor);
    } catch (IOException e) {
      throw new UserException(
          "Cannot lock '%s': %s. Mend that, then go on with --resume."
              .formatted(folder.run(trial), AtomicFiles.reason(e)),
          e);
    }
  }

  /** Waits for a process that was given up and writes the run still; null if stopped meanwhile. */
  private static @Nullable WriteLock lock(Path run, Monitor monitor) throws IOException {
    Files.createDirectories(run.resolveSibling(""));
    var lock = WriteLock.take(run);
    while (lock.isEmpty() && !monitor.isStopped()) {
      LockSupport.parkNanos(WAIT_NANOS);
      lock = WriteLock.take(run);
    }
    return lock.orElse(null);
  }

  private Optional<Scored> trained(int trial, Point point, Monitor monitor) {
    var preset = plan.preset(point);
    var experiment = Experiment.of(preset);
    var validation = experiment.data().validation();
    return experiment
        .train(folder.run(trial), true, new Telling(monitor, preset.train()))
        .map(model -> () -> score(model, validation, preset));
  }

  private static double score(TrainedModel model, Rows validation, Preset preset) {
    return model
        .evaluator(n -> {})
        .objective(validation)
        .orElseThrow(
            () ->
                new UserException(
                    "Model '%s' must have an objective to rank by, has none. Sweep over another model."
                        .formatted(preset.type().name())));
  }

  /** What is decided after the last epoch would change nothing but the tables of killed sweeps. */
  private record Telling(Monitor monitor, TrainConfig config) implements TrainingListener {
    @Override
    public void onStart(TrainingState state) {
      monitor.onStep(state.step());
    }

    @Override
    public void onStep(TrainingState state, double loss) {
      monitor.onStep(state.step());
    }

    @Override
    public void onEpoch(TrainingState state, Map<String, Double> metrics) {
      var loss = metrics.get("validation_loss");
      if (loss != null && !state.isFinished(config)) {
        monitor.onEpoch(state.epoch(), -loss);
      }
    }

    @Override
    public boolean isInterrupted() {
      return monitor.isStopped();
    }
  }
}
