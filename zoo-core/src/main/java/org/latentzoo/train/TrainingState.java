package org.latentzoo.train;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a run stands, apart from its vectors. Nothing random is in it: every draw is a function of
 * the seed and of these counters.
 *
 * @param step steps taken
 * @param epoch epochs finished
 * @param batch batches taken of the epoch under way
 * @param lossSum the sum of the losses of the epoch under way, each times its rows
 * @param rows the rows of the epoch under way so far
 * @param watched the same sums of what the model's phases watch, by name
 * @param stopper what early stopping remembers
 */
public record TrainingState(
    long step,
    int epoch,
    long batch,
    double lossSum,
    long rows,
    Map<String, Double> watched,
    EarlyStopper stopper) {
  /** Before the first step. */
  public static final TrainingState START =
      new TrainingState(0, 0, 0, 0, 0, Map.of(), EarlyStopper.START);

  public TrainingState {
    watched = Collections.unmodifiableMap(new TreeMap<>(watched));
  }

  TrainingState stepped(double loss, Map<String, Double> seen, int size) {
    var sums = new TreeMap<>(watched);
    seen.forEach((name, value) -> sums.merge(name, value * size, Double::sum));
    return new TrainingState(
        step + 1, epoch, batch + 1, lossSum + loss * size, rows + size, sums, stopper);
  }

  TrainingState epochEnded(EarlyStopper now) {
    return new TrainingState(step, epoch + 1, 0, 0, 0, Map.of(), now);
  }

  /** Whether nothing is left to do under {@code config}. */
  public boolean isFinished(TrainConfig config) {
    return epoch >= config.epochs() || stopper.stops(config.earlyStopping(), epoch);
  }

  /** The means over the epoch so far of what is watched, by name. */
  Map<String, Double> meansWatched() {
    var means = new TreeMap<String, Double>();
    watched.forEach((name, sum) -> means.put(name, sum / rows));
    return means;
  }

  /** The mean training loss of the epoch so far. */
  double meanLoss() {
    return lossSum / rows;
  }
}
