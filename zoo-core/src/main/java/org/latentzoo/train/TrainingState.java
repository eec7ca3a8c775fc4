package org.latentzoo.train;

/**
 * Where a run stands, apart from its vectors. Nothing random is in it: every draw is a function of
 * the seed and of these counters.
 *
 * @param step steps taken
 * @param epoch epochs finished
 * @param batch batches taken of the epoch under way
 * @param lossSum the sum of the losses of the epoch under way, each times its rows
 * @param rows the rows of the epoch under way so far
 * @param stopper what early stopping remembers
 */
public record TrainingState(
    long step, int epoch, long batch, double lossSum, long rows, EarlyStopper stopper) {
  /** Before the first step. */
  public static final TrainingState START = new TrainingState(0, 0, 0, 0, 0, EarlyStopper.START);

  TrainingState stepped(double loss, int size) {
    return new TrainingState(
        step + 1, epoch, batch + 1, lossSum + loss * size, rows + size, stopper);
  }

  TrainingState epochEnded(EarlyStopper now) {
    return new TrainingState(step, epoch + 1, 0, 0, 0, now);
  }

  /** Whether nothing is left to do under {@code config}. */
  public boolean isFinished(TrainConfig config) {
    return epoch >= config.epochs() || stopper.stops(config.earlyStopping(), epoch);
  }

  /** The mean training loss of the epoch so far. */
  double meanLoss() {
    return lossSum / rows;
  }
}
