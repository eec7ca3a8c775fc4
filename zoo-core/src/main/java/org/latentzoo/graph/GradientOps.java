package org.latentzoo.graph;

import java.util.List;
import org.latentzoo.nativebuild.Release;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.imports.converters.ImportClassMapping;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.custom.LinearSolve;
import org.nd4j.linalg.api.ops.custom.Lu;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.api.ops.impl.shape.Split;
import org.nd4j.linalg.api.ops.impl.transforms.IdentityN;

/**
 * Native ops that DL4J gives no gradient, or one that fails, with one of our own. They are
 * registered under the native names, because SameDiff clones and loads ops by class through that
 * table; so a plain {@code a.mmul(b)} is differentiated by {@link Product} too.
 */
final class GradientOps {
  private static final List<DynamicCustomOp> OPS =
      List.of(new Product(), new Solve(), new Factors(), new Parts());

  private GradientOps() {}

  /** Makes SameDiff use these classes wherever it copies or loads such an op. */
  static void register() {
    OPS.forEach(op -> ImportClassMapping.getOpNameMapping().put(op.opName(), op));
  }

  /**
   * C = A B, each factor perhaps transposed: dA = G B^T and dB = A^T G for the upstream gradient G.
   * The native "matmul_bp" fails on (1 x 1)(1 x 1) and (n x 1)(1 x n), and always computes both.
   */
  public static final class Product extends Mmul {
    public Product() {}

    private Product(SameDiff sd, SDVariable a, SDVariable b, boolean flipA, boolean flipB) {
      super(sd, a, b, flipA, flipB, false);
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
      boolean flipC = getIArgument(2) == 1;
      var g = flipC ? sameDiff.transpose(gradients.get(0)) : gradients.get(0);
      boolean flipA = getIArgument(0) == 1;
      boolean flipB = getIArgument(1) == 1;
      var da = flipA ? product(arg(1), g, flipB, true) : product(g, arg(1), false, !flipB);
      var db = flipB ? product(g, arg(0), true, flipA) : product(arg(0), g, !flipA, false);
      return List.of(Release.updatesEarly(args()) ? together(da, db) : new SDVariable[] {da, db});
    }

    private SDVariable product(SDVariable a, SDVariable b, boolean flipA, boolean flipB) {
      return new Product(sameDiff, a, b, flipA, flipB).outputVariable();
    }

    /** The gradients by another name, which neither has before both are there. */
    private SDVariable[] together(SDVariable... gradients) {
      return new IdentityN(sameDiff, gradients).outputVariables();
    }
  }

  /** X = A^-1 B: dB = A^-T G and dA = -dB X^T for the upstream gradient G. */
  public static final class Solve extends LinearSolve {
    public Solve() {}

    Solve(SameDiff sd, SDVariable a, SDVariable b) {
      super(sd, a, b, false);
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
      var db = new Solve(sameDiff, sameDiff.transpose(arg(0)), gradients.get(0)).outputVariable();
      return List.of(db.mmul(sameDiff.transpose(outputVariable())).neg(), db);
    }
  }

  /** The LU factors as plain numbers: no gradient passes through them. */
  public static final class Factors extends Lu {
    public Factors() {}

    Factors(SameDiff sd, SDVariable matrix) {
      super(sd, matrix);
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
      return List.of(sameDiff.zerosLike(arg()));
    }
  }

  /** x cut along an axis: the parts' gradients side by side. DL4J 1.0.0-M1.1 has none for it. */
  public static final class Parts extends Split {
    public Parts() {}

    Parts(SameDiff sd, SDVariable x, int parts, int axis) {
      super(sd, x, parts, axis);
    }

    @Override
    public int getNumOutputs() {
      return numIArguments() == 0 ? super.getNumOutputs() : Math.toIntExact(getIArgument(0));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
      int axis = Math.toIntExact(getIArgument(1));
      return List.of(sameDiff.concat(axis, gradients.toArray(SDVariable[]::new)));
    }
  }
}
