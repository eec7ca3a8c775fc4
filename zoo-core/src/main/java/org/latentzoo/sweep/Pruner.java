package org.latentzoo.sweep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.latentzoo.sweep.Entry.Reported;

/** Applies a stopping rule to what trials report, and records what it decides. */
final class Pruner {
  private final StoppingRule rule;
  private final Journal journal;
  private final Map<Integer, List<Reported>> byEpoch = new HashMap<>();
  private final Map<Integer, List<Reported>> byTrial = new HashMap<>();

  /** Goes on from what is in the journal. */
  Pruner(StoppingRule rule, Journal journal) {
    this.rule = rule;
    this.journal = journal;
    journal.entries().stream()
        .filter(Reported.class::isInstance)
        .map(Reported.class::cast)
        .forEach(this::remember);
  }

  private void remember(Reported report) {
    byEpoch.computeIfAbsent(report.epoch(), epoch -> new ArrayList<>()).add(report);
    byTrial.computeIfAbsent(report.trial(), trial -> new ArrayList<>()).add(report);
  }

  /**
   * Whether a trial stops after an epoch. What was decided before a kill stays as it was decided.
   */
  boolean stops(int trial, int epoch, long steps, double score) {
    if (!rule.looksAt(epoch)) {
      return false;
    }
    synchronized (journal) {
      var own = byTrial.getOrDefault(trial, List.of());
      for (var report : own) {
        if (report.epoch() == epoch) {
          return report.stop();
        }
      }
      double best = own.stream().mapToDouble(Reported::score).reduce(score, Math::max);
      var others = byEpoch.getOrDefault(epoch, List.of()).stream().map(Reported::score).toList();
      var report = new Reported(trial, epoch, steps, score, rule.stops(best, others));
      journal.append(report);
      remember(report);
      return report.stop();
    }
  }

  /** The report after which a trial was to stop, if there is one. */
  Optional<Reported> stopped(int trial) {
    synchronized (journal) {
      return byTrial.getOrDefault(trial, List.of()).stream().filter(Reported::stop).findFirst();
    }
  }
}
