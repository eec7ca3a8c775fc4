package org.latentzoo.kernel;

import org.latentzoo.nativebuild.NativeBuild;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * C = A B for matrices of floats by ND4J's op, which oneDNN computes: faster than OpenBLAS where
 * there is much to do, and by kernels of the processor's own whatever OpenBLAS takes it for.
 */
final class OneDnn implements Runnable {
  private final OpExecutioner executioner = Nd4j.getExecutioner();
  private final CustomOp op;
  private final OpContext context;

  OneDnn(INDArray a, INDArray b, boolean transposeB, INDArray c) {
    int[] transposed = {0, transposeB ? 1 : 0, 0};
    op = DynamicCustomOp.builder("matmul").addIntegerArguments(transposed).build();
    context = executioner.buildContext();
    context.setIArguments(transposed[0], transposed[1], transposed[2]);
    context.setInputArrays(a, b);
    context.setOutputArray(0, c);
  }

  /** Whether ND4J's op is computed by oneDNN. */
  static boolean isThere() {
    return NativeBuild.current().name().startsWith("onednn");
  }

  @Override
  public void run() {
    executioner.exec(op, context);
  }
}
