package org.latentzoo.bijector;

import org.latentzoo.graph.Maths;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Where a bijection takes rows.
 *
 * @param value {@code [B, D]}
 * @param logDet log of the absolute Jacobian determinant there, {@code [B]}, in nats
 */
public record Mapped(SDVariable value, SDVariable logDet) {
  /** Of a map whose determinant is the same everywhere: {@code logDet} is a scalar. */
  static Mapped uniformly(SDVariable value, SDVariable logDet) {
    return new Mapped(value, zeros(value).add(logDet));
  }

  /** Of a map that keeps volumes. */
  static Mapped keepingVolume(SDVariable value) {
    return new Mapped(value, zeros(value));
  }

  /** Of a map of each column by itself; {@code slopes} are log |dz_i/dx_i|, {@code [B, D]}. */
  static Mapped columnwise(SDVariable value, SDVariable slopes) {
    return new Mapped(value, Maths.sumLast(slopes));
  }

  private static SDVariable zeros(SDVariable value) {
    return Maths.sumLast(value.mul(0));
  }
}
