package org.latentzoo.dl4j;

import org.nd4j.autodiff.samediff.SDVariable;

/** What DL4J takes for an output layer's loss. */
final class Losses {
  private Losses() {}

  /**
   * The sum over the batch, which DL4J divides by the rows. It is named as the only loss: SameDiff
   * would take the activations, which nothing else reads, for another one.
   */
  static SDVariable sum(SDVariable perRow) {
    var loss = perRow.sum();
    loss.getSameDiff().setLossVariables(loss);
    return loss;
  }
}
