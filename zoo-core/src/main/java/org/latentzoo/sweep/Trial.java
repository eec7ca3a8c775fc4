package org.latentzoo.sweep;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.sweep.Entry.Ended;
import org.latentzoo.sweep.Entry.Status;

/** One trial from its start to its end, by whatever way it ends. */
final class Trial implements Monitor {
  private final int index;
  private final Point point;
  private final Pruner pruner;
  private final Optional<Duration> limit;
  private final SweepListener listener;
  private final long started = System.nanoTime();
  private double last = Double.NaN;
  private long steps;
  private @Nullable String pruned;

  Trial(int index, Point point, Pruner pruner, Optional<Duration> limit, SweepListener listener) {
    this.index = index;
    this.point = point;
    this.pruner = pruner;
    this.limit = limit;
    this.listener = listener;
  }

  /** How a trial ended, and what it trained if it trained to its end. */
  record Outcome(Ended ended, Optional<Trainable.Scored> model) {}

  /** What scores a trained model. */
  interface Scorer {
    double score(Trainable.Scored model);
  }

  /**
   * Trains and scores; nothing if the sweep was interrupted meanwhile.
   *
   * <p>A trial that runs out of memory has failed as one that is refused has; any other error is a
   * defect and ends the sweep. So does a file that cannot be read or written, a full disk say: it
   * says nothing about the settings, which are tried again when the sweep goes on.
   *
   * @throws UserException caused by an {@link IOException}
   */
  Optional<Outcome> run(Trainable trainable, Scorer scorer) {
    var before = pruner.stopped(index);
    if (before.isPresent()) {
      steps = before.get().steps();
      prune(before.get().epoch(), before.get().score());
      return Optional.of(unfinished(Status.STOPPED, last, pruned));
    }
    listener.onStart(index, point);
    try {
      var model = trainable.train(index, point, this);
      if (model.isPresent()) {
        return Optional.of(finished(model.get(), scorer.score(model.get())));
      }
    } catch (UserException e) {
      if (e.getCause() instanceof IOException) {
        throw e;
      }
      return Optional.of(unfinished(Status.FAILED, null, e.getMessage()));
    } catch (OutOfMemoryError e) {
      return Optional.of(unfinished(Status.FAILED, null, "Out of memory: " + e.getMessage()));
    }
    if (pruned != null) {
      return Optional.of(unfinished(Status.STOPPED, last, pruned));
    }
    if (isLate()) {
      return Optional.of(unfinished(Status.FAILED, null, late()));
    }
    return Optional.empty();
  }

  private Outcome finished(Trainable.Scored model, double score) {
    return Double.isFinite(score)
        ? new Outcome(ended(Status.DONE, score, null), Optional.of(model))
        : unfinished(Status.FAILED, null, "Its score is " + score + ".");
  }

  private Outcome unfinished(Status status, @Nullable Double score, @Nullable String reason) {
    return new Outcome(ended(status, score, reason), Optional.empty());
  }

  private Ended ended(Status status, @Nullable Double score, @Nullable String reason) {
    double seconds = Math.round((System.nanoTime() - started) / 1e6) / 1e3;
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new Ended(index, status, score, steps, seconds, reason, now);
  }

  @Override
  public void onStep(long steps) {
    if (pruned == null) {
      this.steps = steps;
    }
  }

  @Override
  public void onEpoch(int epoch, double score) {
    if (pruned == null && pruner.stops(index, epoch, steps, score)) {
      prune(epoch, score);
    }
  }

  private void prune(int epoch, double score) {
    last = score;
    pruned = "Stopped by the rule after epoch %d.".formatted(epoch);
  }

  @Override
  public boolean isStopped() {
    return pruned != null || isLate() || listener.isInterrupted();
  }

  private boolean isLate() {
    return limit.isPresent() && System.nanoTime() - started > limit.get().toNanos();
  }

  private String late() {
    double most = limit.orElseThrow().toMillis() / 1e3;
    return "The trial must end within trial-time, %s s, and had taken %d steps. Raise trial-time."
        .formatted(most, steps);
  }
}
