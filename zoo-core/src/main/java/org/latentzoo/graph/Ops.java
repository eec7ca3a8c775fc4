package org.latentzoo.graph;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.controlflow.Where;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.transforms.custom.MatrixDiagPart;
import org.nd4j.linalg.factory.Nd4j;

/** SameDiff ops that its own namespaces lack, or whose gradient there is wrong. */
public final class Ops {
  private Ops() {}

  /**
   * Makes SameDiff know the gradients of {@link #inverse} and {@link #logDet}, which it must before
   * its first use. A {@link Graph} does this by itself.
   */
  public static void register() {
    GradientOps.register();
  }

  /** x, whose gradient is 0. */
  public static SDVariable stopGradient(SDVariable x) {
    return new StopGradient(x.getSameDiff(), x).outputVariable();
  }

  /** The left and the right half of x's columns, {@code [B, 2 D]}. */
  public static SDVariable[] halves(SDVariable x) {
    return new GradientOps.Parts(x.getSameDiff(), x, 2, 1).outputVariables();
  }

  /** x where {@code condition} is true, y elsewhere; all of one shape. It has no gradient. */
  public static SDVariable where(SDVariable condition, SDVariable x, SDVariable y) {
    return new Where(x.getSameDiff(), new SDVariable[] {condition, x, y}).outputVariable();
  }

  /**
   * Each row {@code times} times in succession: {@code [B, D] -> [B times, D]}. A sum with zeros,
   * because "tile" takes 30 ns an element and its gradient 100.
   */
  public static SDVariable repeatRows(SDVariable x, int times, long columns) {
    var zeros = x.getSameDiff().constant(Nd4j.zeros(x.dataType(), 1, times, 1));
    return x.reshape(-1, 1, columns).add(zeros).reshape(-1, columns);
  }

  /**
   * The inverse of a square matrix {@code [n, n]}, by LU. The native "matrix_inverse" refuses
   * matrices of small determinant, however well conditioned.
   */
  public static SDVariable inverse(SDVariable matrix, int n) {
    var sd = matrix.getSameDiff();
    var identity = sd.constant(Nd4j.eye(n).castTo(matrix.dataType()));
    return new GradientOps.Solve(sd, matrix, identity).outputVariable();
  }

  /**
   * A_b^-1 v_b of each of {@code matrices} A {@code [B, n, n]} and {@code vectors} v {@code [B,
   * n]}: {@code [B, n]}, whose gradient is 0.
   */
  public static SDVariable solveEach(SDVariable matrices, SDVariable vectors, int n) {
    var sd = matrices.getSameDiff();
    var columns = sd.reshape(stopGradient(vectors), -1, n, 1);
    var solutions = new GradientOps.Solve(sd, stopGradient(matrices), columns).outputVariable();
    return sd.reshape(solutions, -1, n);
  }

  /** log |det A_b| of each of {@code matrices} A {@code [B, n, n]}: {@code [B]}; gradient 0. */
  public static SDVariable logDetEach(SDVariable matrices) {
    var sd = matrices.getSameDiff();
    var factors = new GradientOps.Factors(sd, stopGradient(matrices)).outputVariables()[0];
    var diagonals = new MatrixDiagPart(sd, factors, false).outputVariable();
    return Maths.sumLast(sd.math().log(sd.math().abs(diagonals)));
  }

  /**
   * log |det A| = sum_i log |LU_ii| of a square matrix {@code [n, n]}, a scalar, with gradient
   * A^-T. The native ops multiply the determinant out, which overflows. The gradient rides on a
   * term that is 0: A^-T : (A - stop(A)).
   */
  public static SDVariable logDet(SDVariable matrix, int n) {
    var sd = matrix.getSameDiff();
    var factors = new GradientOps.Factors(sd, matrix).outputVariables()[0];
    var value = sd.math().log(sd.math().abs(sd.math().diagPart(factors))).sum();
    var slope = stopGradient(sd.transpose(inverse(matrix, n)));
    return value.add(slope.mul(matrix.sub(stopGradient(matrix))).sum());
  }
}
