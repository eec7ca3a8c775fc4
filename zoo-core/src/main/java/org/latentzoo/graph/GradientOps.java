package org.latentzoo.graph;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.imports.converters.ImportClassMapping;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.custom.LogMatrixDeterminant;
import org.nd4j.linalg.api.ops.impl.transforms.custom.MatrixInverse;

/**
 * Native ops whose gradient DL4J gets wrong or lacks, with one of our own. They are registered under
 * the native names, because SameDiff clones ops by class through that table.
 */
final class GradientOps {
  private static final List<DynamicCustomOp> OPS = List.of(new Inverse(), new LogDet());

  private GradientOps() {}

  /** Makes SameDiff use these classes wherever it copies or loads such an op. */
  static void register() {
    OPS.forEach(op -> ImportClassMapping.getOpNameMapping().put(op.opName(), op));
  }

  /** d inverse(A): -A^-T G A^-T for the upstream gradient G. */
  public static final class Inverse extends MatrixInverse {
    public Inverse() {}

    Inverse(SameDiff sd, SDVariable matrix) {
      super(sd, matrix);
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
      var transposed = sameDiff.transpose(outputVariable());
      return List.of(transposed.mmul(gradients.get(0)).mmul(transposed).neg());
    }
  }

  /** d log |det A|: g A^-T for the upstream gradient g. */
  public static final class LogDet extends LogMatrixDeterminant {
    public LogDet() {}

    LogDet(SameDiff sd, SDVariable matrix) {
      super(sd, matrix, false);
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
      var inverse = new Inverse(sameDiff, arg()).outputVariable();
      return List.of(sameDiff.transpose(inverse).mul(gradients.get(0)));
    }
  }
}
