package org.latentzoo.distribution;

import org.latentzoo.graph.Maths;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/** Each of B rows against each of M codes. */
final class Pairs {
  private Pairs() {}

  /** A row's parameters {@code [B, K]}, to meet codes: {@code [B, 1, K]}; {@code [B]} likewise. */
  static SDVariable rows(SDVariable x) {
    return x.getSameDiff().expandDims(x, 1);
  }

  /** Codes {@code [M, K]}, to meet rows: {@code [1, M, K]}; {@code [M]} likewise. */
  static SDVariable codes(SDVariable z) {
    return z.getSameDiff().expandDims(z, 0);
  }

  /** {@code [B, 1]}, to add to a sum over K, which ND4J gives a wrong shape where B = M = K = 1. */
  static SDVariable zeros(SDVariable rows) {
    return rows(Maths.sumLast(rows.mul(0)));
  }

  /** All inner products of rows {@code [B, K]} and codes {@code [M, K]}, {@code [B, M]}. */
  static SDVariable products(SDVariable rows, SDVariable codes) {
    return rows.mmul(codes.getSameDiff().transpose(codes));
  }

  /**
   * x in double. |z - mu|^2 = |z|^2 - 2 z.mu + |mu|^2 makes matrix products of all pairs, but
   * cancels: at 60 standard deviations from the origin in each of 50 dimensions the terms are near
   * 2e5, where float rounds to 0.02 nats and double to 3e-11.
   */
  static SDVariable exact(SDVariable x) {
    return x.dataType() == DataType.DOUBLE ? x : x.castTo(DataType.DOUBLE);
  }
}
