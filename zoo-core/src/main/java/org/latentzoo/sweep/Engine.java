package org.latentzoo.sweep;

import java.util.concurrent.atomic.AtomicReference;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.BaseStatusListener;

/** Puts a search, trials and a journal into Arbiter's runner. */
final class Engine {
  private final SweepConfig config;
  private final Space space;
  private final Trainable trainable;

  Engine(SweepConfig config, Space space, Trainable trainable) {
    this.config = config;
    this.space = space;
    this.trainable = trainable;
  }

  /**
   * Runs the trials that the journal lacks, until they ended or the listener interrupts them.
   *
   * @param workers trials at a time, at least 1
   * @return whether all ended
   */
  boolean run(Journal journal, int workers, SweepListener listener) {
    var failure = new AtomicReference<Throwable>();
    var guarded = new Guarded(listener, failure);
    var generator =
        new RecordedGenerator(
            Searches.create(config, space), journal, config.trials(), guarded::isInterrupted);
    var pruner = new Pruner(config.stopping().rule(), journal);
    var configuration =
        new OptimizationConfiguration.Builder()
            .candidateGenerator(generator)
            .scoreFunction(new OwnScore())
            .modelSaver(new JournalSaver(journal))
            .terminationConditions(new Exhausted(generator))
            .build();
    try (var threads = NativeThreads.limit(config.threads())) {
      var tasks =
          new TrialTasks(
              candidate -> trial(candidate, pruner, guarded),
              trainable,
              threads,
              e -> failure.compareAndSet(null, e));
      var runner = new LocalOptimizationRunner(workers, configuration, tasks);
      runner.addListeners(new Ends(listener));
      runner.execute();
    }
    rethrow(failure.get());
    return generator.isExhausted() && journal.isSettled();
  }

  private Trial trial(Candidate<?> candidate, Pruner pruner, SweepListener listener) {
    var point = (Point) candidate.getValue();
    return new Trial(candidate.getIndex(), point, pruner, config.limit(), listener);
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  /**
   * Ends the runner once there is nothing to run: by itself it would poll an exhausted generator
   * for ever.
   */
  private record Exhausted(RecordedGenerator generator) implements TerminationCondition {
    @Override
    public void initialize(IOptimizationRunner runner) {}

    @Override
    public boolean terminate(IOptimizationRunner runner) {
      return runner.numCandidatesQueued() == 0 && !generator.hasMoreCandidates();
    }
  }

  /** Tells the sweep's listener which trials ended. */
  private static final class Ends extends BaseStatusListener {
    private final SweepListener listener;

    Ends(SweepListener listener) {
      this.listener = listener;
    }

    @Override
    public void onCandidateStatusChange(
        CandidateInfo info, IOptimizationRunner runner, OptimizationResult result) {
      if (result != null && result.getModelSpecificResults() instanceof Entry.Ended ended) {
        listener.onEnd(ended);
      }
    }
  }

  /** Interrupts the other trials once something failed that none recovers from. */
  private record Guarded(SweepListener listener, AtomicReference<Throwable> failure)
      implements SweepListener {
    @Override
    public void onStart(int trial, Point point) {
      listener.onStart(trial, point);
    }

    @Override
    public boolean isInterrupted() {
      return failure.get() != null || listener.isInterrupted();
    }
  }
}
