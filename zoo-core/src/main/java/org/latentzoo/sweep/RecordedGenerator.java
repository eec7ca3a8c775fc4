package org.latentzoo.sweep;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.latentzoo.check.UserException;
import org.latentzoo.sweep.Entry.Ended;
import org.latentzoo.sweep.Entry.Proposed;

/**
 * Proposes what another generator does, with the journal for its memory: the other is told of ended
 * trials in the journal's order, just before it proposes, and what it proposes is written down. So
 * the order in which a sweep learnt of its results is recorded, and an interrupted sweep goes on
 * where it was by doing all of that once more. Trials that were proposed and did not end come
 * first.
 *
 * <p>It ends by itself, which Arbiter's MaxCandidatesCondition does one trial too late for each
 * further worker.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // as Arbiter declares it
final class RecordedGenerator implements CandidateGenerator {
  private final CandidateGenerator search;
  private final Journal journal;
  private final int trials;
  private final BooleanSupplier stopped;
  private final Deque<Candidate> pending = new ArrayDeque<>();
  private final List<Candidate> proposed = new ArrayList<>();
  private int told;

  /**
   * Goes on from what is in the journal.
   *
   * @param trials proposals in all, those in the journal included
   * @param stopped whether to propose no more for now
   * @throws UserException if the search would not have proposed what is in the journal
   */
  RecordedGenerator(
      CandidateGenerator search, Journal journal, int trials, BooleanSupplier stopped) {
    this.search = search;
    this.journal = journal;
    this.trials = trials;
    this.stopped = stopped;
    var open = new TreeMap<Integer, Candidate>();
    var entries = journal.entries();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof Proposed before) {
        tell(entries.subList(0, i));
        open.put(before.trial(), again(before));
      } else if (entries.get(i) instanceof Ended ended) {
        open.remove(ended.trial());
      }
    }
    pending.addAll(open.values());
  }

  private Candidate again(Proposed before) {
    var now = search.hasMoreCandidates() ? next() : null;
    if (now == null || !now.getValue().equals(before.point())) {
      throw new UserException(
          "The journal does not fit the sweep: trial %d was %s, now %s. Restore the folder or choose another --out."
              .formatted(before.trial(), before.point(), now == null ? "none" : now.getValue()));
    }
    return now;
  }

  /** Tells the search of what ended since it was told last. */
  private void tell(List<Entry> entries) {
    for (; told < entries.size(); told++) {
      if (entries.get(told) instanceof Ended ended) {
        search.reportResults(result(ended));
      }
    }
  }

  private OptimizationResult result(Ended ended) {
    var info = new CandidateInfo();
    info.setIndex(ended.trial());
    info.setCandidateStatus(
        ended.score() == null ? CandidateStatus.Failed : CandidateStatus.Complete);
    return new OptimizationResult(
        proposed.get(ended.trial()), ended.score(), ended.trial(), ended, info, null);
  }

  /** What the search proposes next, numbered by this generator. */
  private Candidate next() {
    var candidate = search.getCandidate();
    candidate.setIndex(proposed.size());
    proposed.add(candidate);
    return candidate;
  }

  @Override
  public boolean hasMoreCandidates() {
    return !stopped.getAsBoolean() && !isExhausted();
  }

  /** Whether there is nothing left to propose. */
  boolean isExhausted() {
    return pending.isEmpty() && (proposed.size() >= trials || !search.hasMoreCandidates());
  }

  @Override
  public Candidate getCandidate() {
    if (!pending.isEmpty()) {
      return pending.remove();
    }
    synchronized (journal) {
      tell(journal.entries());
      var candidate = next();
      if (candidate.getException() == null) {
        var units = Arrays.stream(candidate.getFlatParameters()).boxed().toList();
        journal.append(new Proposed(candidate.getIndex(), (Point) candidate.getValue(), units));
      }
      return candidate;
    }
  }

  /** The journal has it already. */
  @Override
  public void reportResults(OptimizationResult result) {}

  @Override
  public ParameterSpace<?> getParameterSpace() {
    return search.getParameterSpace();
  }

  @Override
  public void setRngSeed(long seed) {
    search.setRngSeed(seed);
  }

  @Override
  public Class<?> getCandidateType() {
    return Point.class;
  }
}
