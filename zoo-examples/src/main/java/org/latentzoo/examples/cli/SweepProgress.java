package org.latentzoo.examples.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.latentzoo.sweep.Entry;
import org.latentzoo.sweep.Point;
import org.latentzoo.sweep.Results;
import org.latentzoo.sweep.SweepListener;

/** Shows how many trials run and are done, the best so far and the time left. */
final class SweepProgress implements SweepListener, AutoCloseable {
  private final Progress progress;
  private final int trials;
  private final Optional<Duration> limit;
  private final BooleanSupplier interrupted;
  private final long started = System.nanoTime();
  private int earlier;
  private int running;
  private int done;
  private int failed;
  private double best = Double.NEGATIVE_INFINITY;
  private int bestTrial = -1;

  /**
   * @param limit after which the sweep should save and stop
   * @param interrupted whether it should at once
   */
  SweepProgress(
      PrintWriter err, int trials, Optional<Duration> limit, BooleanSupplier interrupted) {
    this.progress = Progress.of(err, "Sweeping", trials);
    this.trials = trials;
    this.limit = limit;
    this.interrupted = interrupted;
  }

  @Override
  public synchronized void onBegin(Results before) {
    before.rows().forEach(row -> count(row.ended()));
    earlier = done;
    if (earlier > 0) {
      progress.advance(Math.min(earlier, trials), note());
    }
  }

  @Override
  public synchronized void onStart(int trial, Point point) {
    running++;
    progress.advance(0, note());
  }

  @Override
  public synchronized void onEnd(Entry.Ended ended) {
    running = Math.max(0, running - 1);
    count(ended);
    progress.advance(1, note());
  }

  private void count(Entry.Ended ended) {
    done++;
    var score = ended.score();
    if (score == null) {
      failed++;
    } else if (ended.status() == Entry.Status.DONE && score > best) {
      best = score;
      bestTrial = ended.trial();
    }
  }

  @Override
  public boolean isInterrupted() {
    return interrupted.getAsBoolean()
        || (limit.isPresent() && System.nanoTime() - started > limit.get().toNanos());
  }

  @Override
  public void close() {
    progress.close();
  }

  /** How it goes, in one line. */
  synchronized String note() {
    var found =
        bestTrial < 0 ? "" : String.format(Locale.ROOT, "  best %.3f (trial %d)", best, bestTrial);
    return "%d running  %d done  %d failed%s  %s left"
        .formatted(running, done, failed, found, left());
  }

  /** By what the trials of this session took so far, and no longer than the limit. */
  private String left() {
    double seconds = (System.nanoTime() - started) / 1e9;
    int now = done - earlier;
    double rest = now == 0 ? Double.NaN : seconds / now * (trials - done);
    double most = limit.map(time -> time.toMillis() / 1e3 - seconds).orElse(Double.NaN);
    double shown = Double.isNaN(rest) || most < rest ? most : rest;
    return Double.isNaN(shown) ? "?" : TrainingProgress.time(Math.max(0, shown));
  }
}
