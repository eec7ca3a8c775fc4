package org.latentzoo.examples.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.latentzoo.train.TrainingListener;
import org.latentzoo.train.TrainingState;

/**
 * Shows epoch, training and validation loss, rows a second and the time left while a model trains.
 */
final class TrainingProgress implements TrainingListener, AutoCloseable {
  private final PrintWriter err;
  private final Progress progress;
  private final BooleanSupplier interrupted;
  private final String unit;
  private final int epochs;
  private final long rows;
  private final long started = System.nanoTime();
  private String validation = "";
  private long before;
  private long done = -1;

  /**
   * @param unit what a row is called
   * @param epochs passes at most
   * @param rows of an epoch
   * @param interrupted whether the run should save and stop
   */
  TrainingProgress(
      PrintWriter err, String unit, int epochs, long rows, BooleanSupplier interrupted) {
    this.err = err;
    this.progress = Progress.of(err, "Training", epochs * rows);
    this.interrupted = interrupted;
    this.unit = unit;
    this.epochs = epochs;
    this.rows = rows;
  }

  @Override
  public void onStep(TrainingState state, double loss) {
    long now = state.epoch() * rows + state.rows();
    if (done < 0) {
      done = 0;
      before = now - Math.min(rows, state.rows() / state.batch());
      progress.advance(before, "");
    }
    long amount = now - before - done;
    done += amount;
    progress.advance(amount, note(state));
  }

  @Override
  public void onIteration(int iteration, int iterations, double objective) {
    long amount = epochs * rows * iteration / iterations - before;
    before += amount;
    progress.advance(
        amount,
        String.format(
            Locale.ROOT, "iteration %d/%d  objective %.3f", iteration, iterations, objective));
  }

  @Override
  public void onEpoch(TrainingState state, Map<String, Double> metrics) {
    var held = metrics.get("validation_loss");
    validation = held == null ? "" : String.format(Locale.ROOT, "  validation %.3f", held);
  }

  @Override
  public void onWarning(String warning) {
    err.println("Warning: " + warning);
    err.flush();
  }

  @Override
  public boolean isInterrupted() {
    return interrupted.getAsBoolean();
  }

  /** How long it took and how fast it was; a fit without gradient steps has no speed. */
  String summary() {
    double seconds = seconds();
    var speed = done < 0 ? "" : String.format(Locale.ROOT, ", %,.0f %s/s", done / seconds, unit);
    return String.format(Locale.ROOT, "%.1f s%s", seconds, speed);
  }

  @Override
  public void close() {
    progress.close();
  }

  private String note(TrainingState state) {
    double speed = done / seconds();
    return String.format(
        Locale.ROOT,
        "epoch %d/%d  loss %.3f%s  %,.0f %s/s  %s left",
        state.epoch() + 1,
        epochs,
        state.lossSum() / state.rows(),
        validation,
        speed,
        unit,
        time((epochs * rows - before - done) / speed));
  }

  /** Since it was made. */
  double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }

  /** Minutes and seconds, hours before them if there are any. */
  static String time(double seconds) {
    long s = Math.round(seconds);
    return s < 3600
        ? "%d:%02d".formatted(s / 60, s % 60)
        : "%d:%02d:%02d".formatted(s / 3600, s / 60 % 60, s % 60);
  }
}
