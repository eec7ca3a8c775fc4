package org.latentzoo.sweep;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;
import org.jspecify.annotations.Nullable;

/**
 * Makes Arbiter's tasks of trials. A task sets status and score, saves and tells the listeners by
 * itself, as Arbiter expects of it.
 *
 * @param trials the trial of a candidate
 * @param abort is given what no trial recovers from, an unwritable journal say
 */
@SuppressWarnings({"rawtypes", "deprecation"}) // as Arbiter declares it
record TrialTasks(
    Function<Candidate, Trial> trials,
    Trainable trainable,
    NativeThreads threads,
    Consumer<Throwable> abort)
    implements TaskCreator {

  @Override
  public Callable<OptimizationResult> create(
      Candidate candidate,
      @Nullable DataProvider data,
      ScoreFunction score,
      List<StatusListener> listeners,
      IOptimizationRunner runner) {
    return () -> guarded(candidate, score, listeners, runner);
  }

  @Override
  public Callable<OptimizationResult> create(
      Candidate candidate,
      @Nullable Class<? extends DataSource> source,
      @Nullable Properties properties,
      ScoreFunction score,
      List<StatusListener> listeners,
      IOptimizationRunner runner) {
    return () -> guarded(candidate, score, listeners, runner);
  }

  private OptimizationResult guarded(
      Candidate candidate,
      ScoreFunction score,
      List<StatusListener> listeners,
      IOptimizationRunner runner)
      throws Exception {
    try {
      return run(candidate, score, listeners, runner);
    } catch (Exception | Error e) {
      abort.accept(e);
      throw e;
    }
  }

  private OptimizationResult run(
      Candidate candidate,
      ScoreFunction score,
      List<StatusListener> listeners,
      IOptimizationRunner runner)
      throws Exception {
    threads.limitThisThread();
    long started = System.currentTimeMillis();
    var outcome =
        trials
            .apply(candidate)
            .run(trainable, model -> score.score(model, (DataProvider) null, Map.of()));
    var ended = outcome.map(Trial.Outcome::ended);
    var info =
        new CandidateInfo(
            candidate.getIndex(),
            status(ended),
            ended.map(Entry.Ended::score).orElse(null),
            started,
            started,
            System.currentTimeMillis(),
            candidate.getFlatParameters(),
            ended.map(Entry.Ended::reason).orElse(null));
    var result =
        new OptimizationResult(
            candidate, info.getScore(), candidate.getIndex(), ended.orElse(null), info, null);
    if (outcome.isPresent()) {
      save(result, outcome.get(), runner.getConfiguration().getResultSaver());
    }
    listeners.forEach(listener -> listener.onCandidateStatusChange(info, runner, result));
    return result;
  }

  private static void save(OptimizationResult result, Trial.Outcome outcome, ResultSaver saver)
      throws Exception {
    result.setResultReference(saver.saveModel(result, outcome.model().orElse(null)));
  }

  private static CandidateStatus status(Optional<Entry.Ended> ended) {
    return ended
        .map(e -> e.score() == null ? CandidateStatus.Failed : CandidateStatus.Complete)
        .orElse(CandidateStatus.Cancelled);
  }
}
