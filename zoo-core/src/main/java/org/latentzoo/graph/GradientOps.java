package org.latentzoo.graph;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.imports.converters.ImportClassMapping;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.custom.LinearSolve;
import org.nd4j.linalg.api.ops.custom.Lu;

/**
 * Native ops that DL4J gives no gradient, with one of our own. They are registered under the native
 * names, because SameDiff clones and loads ops by class through that table.
 */
final class GradientOps {
  private static final List<DynamicCustomOp> OPS = List.of(new Solve(), new Factors());

  private GradientOps() {}

  /** Makes SameDiff use these classes wherever it copies or loads such an op. */
  static void register() {
    OPS.forEach(op -> ImportClassMapping.getOpNameMapping().put(op.opName(), op));
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
}
