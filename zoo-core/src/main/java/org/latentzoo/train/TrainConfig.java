package org.latentzoo.train;

/**
 * How a model is trained.
 *
 * @param epochs passes over the training rows, at least 1
 * @param batch rows a step, at least 1; the last batch of an epoch may be shorter
 * @param optimizer what takes the steps
 * @param schedule how the learning rate moves
 * @param clip what keeps gradients bounded
 * @param earlyStopping when to give up, judged on the validation rows
 * @param checkpointSeconds seconds between checkpoints; at 0 only the end of an epoch writes one
 */
public record TrainConfig(
    int epochs,
    int batch,
    OptimizerConfig optimizer,
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
          LearningRate.DEFAULTS,
          Clip.DEFAULTS,
          EarlyStopping.DEFAULTS,
          60);

  /** Checks the ranges. */
  public TrainConfig {
    Check.atLeast("train.epochs", epochs, 1);
    Check.atLeast("train.batch", batch, 1);
    Check.atLeast("train.checkpoint-seconds", checkpointSeconds, 0);
  }

  /** The same with another optimiser. */
  public TrainConfig withOptimizer(OptimizerConfig optimizer) {
    return new TrainConfig(
        epochs, batch, optimizer, schedule, clip, earlyStopping, checkpointSeconds);
  }

  /** The same with early stopping as given. */
  public TrainConfig withEarlyStopping(EarlyStopping earlyStopping) {
    return new TrainConfig(
        epochs, batch, optimizer, schedule, clip, earlyStopping, checkpointSeconds);
  }
}
