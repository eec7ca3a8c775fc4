package org.latentzoo.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.latentzoo.exec.FlatVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a phase reports, and its gradients, for one batch size. */
public final class TrainingStep {
  private final Execution execution;
  private final String value;
  private final List<Watch> watches;
  private final FlatVector gradient;
  private final Map<String, String> localGradients;

  TrainingStep(
      Execution execution,
      String value,
      List<Watch> watches,
      FlatVector gradient,
      Map<String, String> localGradients) {
    this.execution = execution;
    this.value = value;
    this.watches = watches;
    this.gradient = gradient;
    this.localGradients = localGradients;
  }

  /** The placeholders and noise of this step; run it to compute loss and gradient. */
  public Execution execution() {
    return execution;
  }

  /** What the phase reports of the last run, mean over the batch. */
  public double loss() {
    return execution.output(value).getDouble(0);
  }

  /** What is watched of the last run, by name, means over the batch. */
  public Map<String, Double> watched() {
    var watched = new LinkedHashMap<String, Double>();
    for (var watch : watches) {
      watched.put(watch.name(), execution.output(watch.value().name()).getDouble(0));
    }
    return watched;
  }

  /**
   * The gradient of the last run, in the layout of the phase's parameters. The phase's steps of
   * every batch size share it.
   */
  public FlatVector gradient() {
    return gradient;
  }

  /** The names of the rows' own numbers that this step trains. */
  public Set<String> locals() {
    return localGradients.keySet();
  }

  /** The loss's gradient by the rows' own numbers {@code local}, {@code [B, columns]}. */
  public INDArray localGradient(String local) {
    return execution.output(localGradients.get(local));
  }
}
