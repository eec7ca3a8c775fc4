package org.latentzoo.exec;

import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ops.BaseOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.custom.RandomCrop;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.BaseCompatOp;
import org.nd4j.linalg.api.ops.impl.shape.tensorops.BaseTensorOp;
import org.nd4j.linalg.api.ops.random.impl.Linspace;
import org.nd4j.linalg.api.ops.random.impl.Range;

/** Which ops a program can replay: those whose outputs are a function of their inputs alone. */
final class Supported {
  private Supported() {}

  /**
   * Lets a supported op pass.
   *
   * @throws IllegalArgumentException naming an op that is none
   */
  static void require(Node node) {
    if (isRandom(node.op())) {
      throw new IllegalArgumentException(
          "Op %s draws random numbers of its own: declare it with Graph.noise.".formatted(node));
    }
    if (!isStraight(node.op())) {
      throw new IllegalArgumentException(
          "Op %s cannot be captured: control flow and tensor lists are not supported."
              .formatted(node));
    }
  }

  private static boolean isRandom(DifferentialFunction op) {
    boolean amongRandom =
        op.getClass().getPackageName().startsWith("org.nd4j.linalg.api.ops.random");
    return (amongRandom && !(op instanceof Range || op instanceof Linspace))
        || op instanceof RandomCrop;
  }

  private static boolean isStraight(DifferentialFunction op) {
    boolean jumps = op instanceof BaseTensorOp || op instanceof BaseCompatOp;
    return op instanceof BaseOp || (op instanceof CustomOp && !jumps);
  }
}
