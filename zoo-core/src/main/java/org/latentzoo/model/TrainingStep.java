package org.latentzoo.model;

import org.latentzoo.exec.FlatVector;

/** A phase's loss and gradients for one batch size. */
public final class TrainingStep {
  private final Execution execution;
  private final String loss;
  private final FlatVector gradient;

  TrainingStep(Execution execution, String loss, FlatVector gradient) {
    this.execution = execution;
    this.loss = loss;
    this.gradient = gradient;
  }

  /** The placeholders and noise of this step; run it to compute loss and gradient. */
  public Execution execution() {
    return execution;
  }

  /** The loss of the last run, mean over the batch. */
  public double loss() {
    return execution.output(loss).getDouble(0);
  }

  /**
   * The gradient of the last run, in the layout of the phase's parameters. The phase's steps of
   * every batch size share it.
   */
  public FlatVector gradient() {
    return gradient;
  }
}
