package org.latentzoo.graph;

import org.nd4j.autodiff.samediff.SDVariable;

/** Primitives with right gradients that stay finite in float. */
public final class Maths {
  /** log(2 pi). */
  public static final double LOG_2PI = Math.log(2 * Math.PI);

  private Maths() {}

  /**
   * softplus(x) = log(1 + exp(x)) = (x + |x|) / 2 + log1p(exp(-|x|)).
   *
   * <p>The halves make the gradient sigmoid(x) at 0 too, where max(x, 0) would lose 1/2.
   */
  public static SDVariable softplus(SDVariable x) {
    var sd = x.getSameDiff();
    var size = sd.math().abs(x);
    return x.add(size).mul(0.5).add(sd.math().log1p(sd.math().exp(size.neg())));
  }

  /** log sigmoid(x) = -softplus(-x). */
  public static SDVariable logSigmoid(SDVariable x) {
    return softplus(x.neg()).neg();
  }

  /** log(exp(v) + a) = log a + softplus(v - log a) for a >= 0. */
  public static SDVariable logAdd(SDVariable v, double a) {
    return a == 0 ? v : softplus(v.sub(Math.log(a))).add(Math.log(a));
  }

  /** The sum over the last axis: {@code [B, D] -> [B]}, {@code [B, G, C] -> [B, G]}. */
  public static SDVariable sumLast(SDVariable x) {
    return x.getSameDiff().sum(x, -1);
  }

  /** log sum exp over the last axis, by subtracting the largest element. */
  public static SDVariable logSumExpLast(SDVariable x) {
    var sd = x.getSameDiff();
    var largest = Ops.stopGradient(sd.max(x, -1));
    var sum = sumLast(sd.math().exp(x.sub(sd.expandDims(largest, -1))));
    return sd.math().log(sum).add(largest);
  }

  /** 1 where {@code a} lies below {@code b}, 0 elsewhere; no gradient passes. */
  public static SDVariable below(SDVariable a, SDVariable b) {
    return Ops.stopGradient(a.getSameDiff().math().step(b.sub(a), 0));
  }

  /** The share of elements of {@code a} that lie below those of {@code b}; no gradient passes. */
  public static SDVariable shareBelow(SDVariable a, SDVariable b) {
    return below(a, b).mean();
  }

  /** The mean over the batch of a per-row value: {@code [B] -> []}. */
  public static SDVariable batchMean(SDVariable perRow) {
    return perRow.mean();
  }
}
