package org.latentzoo.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.check.UserException;
import org.latentzoo.sweep.Entry.Ended;
import org.latentzoo.sweep.Entry.Status;
import org.latentzoo.sweep.RemoteTrial.Outcome;
import org.latentzoo.sweep.Reports.Report;

/** Trials that a cluster is said to have trained. */
class RemoteTrialsTest {
  private static final SweepListener NOBODY = new SweepListener() {};
  private static final Point POINT = new Point(Map.of("x", "1"));

  @TempDir private Path temp;

  /** A cluster of which one future is known. */
  private record Known(CompletableFuture<Outcome> future) implements Cluster {
    @Override
    public int slots() {
      return 1;
    }

    @Override
    public Future<Outcome> submit(RemoteTrial trial) {
      return future;
    }

    @Override
    public void close() {}
  }

  private Reports reports() throws IOException {
    var folder = new SweepFolder(temp);
    Files.createDirectories(folder.run(1));
    return folder.reports(1);
  }

  /** Trial 1, after another reported 5 at the first epoch. */
  private Optional<Ended> run(CompletableFuture<Outcome> future, SweepListener listener) {
    try (var journal = Journal.open(temp.resolve("journal"))) {
      var pruner = new Pruner(new Halving(1, 2), journal);
      pruner.stops(0, 1, 10, 5);
      var trial = new Trial(1, POINT, pruner, Optional.empty(), listener);
      var trials = new RemoteTrials(new Known(future), new SweepFolder(temp));
      return trial.run(trials, Trainable.Scored::score).map(Trial.Outcome::ended);
    }
  }

  private static CompletableFuture<Outcome> done(Double score) {
    return CompletableFuture.completedFuture(new Outcome(40, score, null));
  }

  @Test
  void aScoreEndsATrial() throws IOException {
    reports().add(new Report(1, 10, 6));
    var ended = run(done(7.0), NOBODY).orElseThrow();
    assertEquals(Status.DONE, ended.status());
    assertEquals(7.0, ended.score());
    assertEquals(40, ended.steps());
  }

  /**
   * It went on while it was judged, and was trained before the verdict came: that does not count.
   */
  @Test
  void theRuleStopsATrialThatIsTrainedAlready() throws IOException {
    reports().add(new Report(1, 10, 4));
    var ended = run(done(7.0), NOBODY).orElseThrow();
    assertEquals(Status.STOPPED, ended.status());
    assertEquals(4.0, ended.score());
    assertEquals(10, ended.steps());
  }

  @Test
  void theRuleStopsATrialUnderWay() throws IOException {
    reports().add(new Report(1, 10, 4));
    var future = new CompletableFuture<Outcome>();
    assertEquals(Status.STOPPED, run(future, NOBODY).orElseThrow().status());
    assertTrue(future.isCancelled());
  }

  @Test
  void anInterruptCancels() {
    var future = new CompletableFuture<Outcome>();
    var interrupting =
        new SweepListener() {
          @Override
          public boolean isInterrupted() {
            return true;
          }
        };
    assertEquals(Optional.empty(), run(future, interrupting));
    assertTrue(future.isCancelled());
  }

  @Test
  void settingsThatAreRefusedFail() {
    var refused = CompletableFuture.completedFuture(new Outcome(3, null, "x must be 0, got 1."));
    var ended = run(refused, NOBODY).orElseThrow();
    assertEquals(Status.FAILED, ended.status());
    assertEquals("x must be 0, got 1.", ended.reason());
  }

  /** It says nothing of the trial, which is tried again when the sweep goes on. */
  @Test
  void aClusterThatGivesUpEndsTheSweep() {
    var failed = CompletableFuture.<Outcome>failedFuture(new IllegalStateException("lost\nat ..."));
    var e = assertThrows(UserException.class, () -> run(failed, NOBODY));
    assertEquals(
        "The cluster gave trial 1 up: lost. Mend that, then go on with --resume.", e.getMessage());
  }

  /** After a crash a trial tells of some epochs once more. */
  @Test
  void reportsAreReplacedFromWhereTheyAreToldAgain() throws IOException {
    var reports = reports();
    assertEquals(List.of(), reports.read());
    for (int epoch : new int[] {1, 2, 3, 2}) {
      reports.add(new Report(epoch, 10L * epoch, -0.1 * epoch));
    }
    assertEquals(List.of(new Report(1, 10, -0.1), new Report(2, 20, -0.2)), reports.read());
    Files.writeString(reports.file(), "[{");
    assertThrows(UserException.class, reports::read);
  }
}
