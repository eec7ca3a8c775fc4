package org.latentzoo.model;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Answers to some heads for one batch size. */
public final class Inference {
  private final Execution execution;
  private final Map<Head, String> names;
  private final int batch;

  Inference(Execution execution, Map<Head, String> names, int batch) {
    this.execution = execution;
    this.batch = batch;
    this.names = names;
  }

  /** The placeholders and noise; run it to compute the answers. */
  public Execution execution() {
    return execution;
  }

  /** B. */
  public int batch() {
    return batch;
  }

  /** The answer of the last run; the next run overwrites it. */
  public INDArray answer(Head head) {
    return execution.output(names.get(head));
  }
}
