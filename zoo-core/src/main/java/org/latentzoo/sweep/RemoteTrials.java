package org.latentzoo.sweep;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.latentzoo.check.UserException;
import org.latentzoo.sweep.RemoteTrial.Outcome;

/**
 * Has a cluster train a sweep's trials, one task each. What they tell the stopping rule is read
 * from their run folders while they go on, and is judged here.
 */
record RemoteTrials(Cluster cluster, SweepFolder folder) implements Trainable {
  private static final long LOOK_MILLIS = 100;

  @Override
  public Optional<Scored> train(int trial, Point point, Monitor monitor) {
    var path = folder.path().toAbsolutePath().toString();
    var future = cluster.submit(new RemoteTrial(path, trial, point));
    try {
      var outcome = Optional.<Outcome>empty();
      int told = 0;
      while (outcome.isEmpty() && !monitor.isStopped()) {
        outcome = await(future, trial);
        told = tell(folder.reports(trial), told, monitor);
      }
      if (monitor.isStopped()) {
        return Optional.empty();
      }
      monitor.onStep(outcome.orElseThrow().steps());
      return scored(outcome.get());
    } finally {
      future.cancel(true);
    }
  }

  private static Optional<Scored> scored(Outcome outcome) {
    if (outcome.refusal() != null) {
      throw new UserException(outcome.refusal());
    }
    return Optional.ofNullable(outcome.score()).map(score -> () -> score);
  }

  /** Passes on the reports of epochs after {@code told}; the last epoch that it knows of. */
  private static int tell(Reports reports, int told, Monitor monitor) {
    int last = told;
    for (var report : reports.read()) {
      if (report.epoch() > last) {
        monitor.onStep(report.steps());
        monitor.onEpoch(report.epoch(), report.score());
        last = report.epoch();
      }
    }
    return last;
  }

  /** What became of a trial, if that is known within a moment. */
  private static Optional<Outcome> await(Future<Outcome> future, int trial) {
    try {
      return Optional.of(future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw (CancellationException) new CancellationException().initCause(e);
    } catch (ExecutionException e) {
      throw new UserException(
          "The cluster gave trial %d up: %s. Mend that, then go on with --resume."
              .formatted(trial, firstLine(e.getCause())),
          new IOException(e.getCause()));
    }
  }

  private static String firstLine(Throwable cause) {
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
  }
}
