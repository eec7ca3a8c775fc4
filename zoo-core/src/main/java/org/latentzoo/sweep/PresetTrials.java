package org.latentzoo.sweep;

import java.util.Map;
import java.util.Optional;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Rows;
import org.latentzoo.run.Experiment;
import org.latentzoo.run.TrainedModel;
import org.latentzoo.train.TrainingListener;
import org.latentzoo.train.TrainingState;

/** Trains a plan's presets, each into a run folder of its own. */
record PresetTrials(SweepPlan plan, SweepFolder folder) implements Trainable {
  @Override
  public Optional<Scored> train(int trial, Point point, Monitor monitor) {
    var experiment = Experiment.of(plan.preset(point));
    var validation = experiment.data().validation();
    return experiment
        .train(folder.run(trial), true, new Telling(monitor))
        .map(model -> () -> score(model, validation));
  }

  private static double score(TrainedModel model, Rows validation) {
    return model
        .evaluator(n -> {})
        .objective(validation)
        .orElseThrow(() -> new UserException("The model has no objective to rank by."));
  }

  private record Telling(Monitor monitor) implements TrainingListener {
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
      if (loss != null) {
        monitor.onEpoch(state.epoch(), -loss);
      }
    }

    @Override
    public boolean isInterrupted() {
      return monitor.isStopped();
    }
  }
}
