package org.latentzoo.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.latentzoo.check.Names;
import org.latentzoo.check.UserException;
import org.latentzoo.model.Phase;

/**
 * How a model is trained.
 *
 * @param epochs passes over the training rows, at least 1
 * @param batch rows a step, at least 1; the last batch of an epoch may be shorter
 * @param optimizer what takes the steps
 * @param phases where a phase's optimiser differs from it, by the phase's name
 * @param schedule how the learning rate moves
 * @param clip what keeps gradients bounded
 * @param earlyStopping when to give up, judged on the validation rows
 * @param checkpointSeconds seconds between checkpoints; at 0 only the end of an epoch writes one
 */
public record TrainConfig(
    int epochs,
    int batch,
    OptimizerConfig optimizer,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        Map<String, PhaseOptimizer> phases,
    LearningRate schedule,
    Clip clip,
    EarlyStopping earlyStopping,
    int checkpointSeconds) {

  /**
   * A first run of 20 epochs (minutes, not hours, on the data sets here) by Adam at its authors'
   * rate, in batches of 128 (large enough for the matrix products to be efficient, small enough to
   * step often), with a checkpoint a minute (no more than that is ever lost).
   */
  public static final TrainConfig DEFAULTS =
      new TrainConfig(
          20,
          128,
          OptimizerConfig.of(Updater.ADAM),
          Map.of(),
          LearningRate.DEFAULTS,
          Clip.DEFAULTS,
          EarlyStopping.DEFAULTS,
          60);

  /** Checks the ranges. */
  public TrainConfig {
    Check.atLeast("train.epochs", epochs, 1);
    Check.atLeast("train.batch", batch, 1);
    Check.atLeast("train.checkpoint-seconds", checkpointSeconds, 0);
    phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
  }

  /** The same with another optimiser. */
  public TrainConfig withOptimizer(OptimizerConfig optimizer) {
    return new TrainConfig(
        epochs, batch, optimizer, phases, schedule, clip, earlyStopping, checkpointSeconds);
  }

  /** The same with early stopping as given. */
  public TrainConfig withEarlyStopping(EarlyStopping earlyStopping) {
    return new TrainConfig(
        epochs, batch, optimizer, phases, schedule, clip, earlyStopping, checkpointSeconds);
  }

  /** The optimiser of the phase called {@code phase}, whose steps are no plain ones. */
  public OptimizerConfig optimizer(String phase) {
    var own = phases.get(phase);
    return own == null ? optimizer : own.over(optimizer, "train.phases." + phase);
  }

  /** The key of the learning rate that the phase called {@code phase} takes. */
  String learningRateKey(String phase) {
    var own = phases.get(phase);
    var at = own == null || own.learningRate() == null ? "optimizer" : "phases." + phase;
    return "train." + at + ".learning-rate";
  }

  /**
   * Refuses optimisers of phases that there are not, that take plain steps, or that ask for what
   * their updater does not have.
   *
   * @throws UserException naming the phases that may have one, or the updater's options
   */
  public void requireFits(List<Phase> model) {
    var known = model.stream().filter(phase -> !phase.isPlain()).map(Phase::name).toList();
    for (var phase : phases.keySet()) {
      if (!known.contains(phase)) {
        throw Names.unknown("phase in train.phases", phase, known);
      }
      optimizer(phase);
    }
  }
}
