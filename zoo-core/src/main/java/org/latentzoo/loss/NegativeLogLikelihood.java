package org.latentzoo.loss;

import org.latentzoo.graph.Maths;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * -1/N sum_n log p(x_n) (equation 4), where the model knows its likelihood.
 *
 * @param logLikelihood log p(x), {@code [B]}
 */
public record NegativeLogLikelihood(SDVariable logLikelihood) {
  /** The scalar to minimise. */
  public SDVariable loss() {
    return Maths.batchMean(logLikelihood).neg();
  }
}
