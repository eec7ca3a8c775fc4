package org.latentzoo.train;

import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where a run's state survives it. */
public interface CheckpointStore {
  /** A run's state: its counters, and its vectors by name. */
  record Checkpoint(TrainingState state, Map<String, INDArray> vectors) {}

  /** The checkpoint saved last, if there is one. */
  Optional<Checkpoint> load();

  /** Replaces the last checkpoint by this one, or leaves the last in place. */
  void save(Checkpoint checkpoint);
}
