package org.latentzoo.graph;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/** SameDiff ops that its own namespaces lack, or whose gradient there is wrong. */
public final class Ops {
  private Ops() {}

  /** x, whose gradient is 0. */
  public static SDVariable stopGradient(SDVariable x) {
    return new StopGradient(x.getSameDiff(), x).outputVariable();
  }

  /** The inverse of a square matrix {@code [n, n]}. */
  public static SDVariable inverse(SDVariable matrix) {
    return new GradientOps.Inverse(matrix.getSameDiff(), matrix).outputVariable();
  }

  /** log |det A| of a square matrix {@code [n, n]}, a scalar; its op "logdet" wants exact symmetry. */
  public static SDVariable logDet(SDVariable matrix) {
    return new GradientOps.LogDet(matrix.getSameDiff(), matrix).outputVariable();
  }
}
