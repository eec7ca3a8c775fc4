package org.latentzoo.sweep;

import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.jspecify.annotations.Nullable;

/** Saves what became of a trial in the journal; its model lies in the trial's own run folder. */
record JournalSaver(Journal journal) implements ResultSaver {
  @Override
  public @Nullable ResultReference saveModel(OptimizationResult result, @Nullable Object model) {
    journal.append((Entry.Ended) result.getModelSpecificResults());
    return null;
  }

  @Override
  public List<Class<?>> getSupportedCandidateTypes() {
    return List.of(Point.class);
  }

  @Override
  public List<Class<?>> getSupportedModelTypes() {
    return List.of(Trainable.Scored.class);
  }
}
