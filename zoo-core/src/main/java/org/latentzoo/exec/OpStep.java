package org.latentzoo.exec;

import java.util.List;
import org.latentzoo.linalg.LinearSystems;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.custom.LinearSolve;
import org.nd4j.linalg.api.ops.custom.Lu;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** One op, bound to its arrays. */
final class OpStep implements Step {
  private final OpExecutioner executioner = Nd4j.getExecutioner();
  private final DifferentialFunction op;
  private final OpContext context;

  private OpStep(DifferentialFunction op, OpContext context) {
    this.op = op;
    this.context = context;
  }

  static OpStep bind(DifferentialFunction op, INDArray[] inputs, INDArray[] outputs) {
    var context = context(op, inputs);
    for (int i = 0; i < outputs.length; i++) {
      context.setOutputArray(i, outputs[i]);
    }
    return new OpStep(op, context);
  }

  /**
   * A context with inputs and arguments and no outputs yet, enough to work out the output shapes.
   */
  static OpContext context(DifferentialFunction op, INDArray[] inputs) {
    var context = Nd4j.getExecutioner().buildContext();
    if (op instanceof DynamicCustomOp custom) {
      context.setIArguments(custom.iArgs());
      context.setDArguments(custom.dArgs());
      context.setTArguments(custom.tArgs());
      context.setBArguments(custom.bArgs());
    }
    context.setInputArrays(inputs);
    return context;
  }

  @Override
  public void run() {
    if (op instanceof LinearSolve solve && !isAdjoint(solve)) {
      LinearSystems.solve(input(0), input(1), context.getOutputArray(0));
      return;
    }
    if (op instanceof Lu) {
      LinearSystems.factor(input(0), context.getOutputArray(0), context.getOutputArray(1));
      return;
    }
    if (op instanceof CustomOp custom) {
      executioner.exec(custom, context);
      return;
    }
    if (op instanceof ScalarOp scalar && context.numInputArguments() == 2) {
      scalar.setScalar(input(1));
    }
    if (op instanceof ReduceOp reduce && keepsEveryElement()) {
      keep(reduce);
      return;
    }
    executioner.exec((Op) op, context);
  }

  private static boolean isAdjoint(LinearSolve solve) {
    return solve.numBArguments() > 0 && solve.getBArgument(0);
  }

  private INDArray input(int i) {
    return context.getInputArray(i);
  }

  /** Norms take the size of an element, other reductions the element itself. */
  private void keep(ReduceOp reduce) {
    var in = input(0);
    var out = context.getOutputArray(0);
    reduce.setX(in);
    reduce.setZ(out.reshape(in.shape()));
    out.assign(reduce.noOp().reshape(out.shape()));
    reduce.setX(null);
    reduce.setZ(null);
  }

  /**
   * Whether a reduction runs along axes of size 1 only. For a vector ND4J's executioner then takes
   * a short cut that forgets the context.
   */
  private boolean keepsEveryElement() {
    var in = input(0);
    return in.isVector() && in.length() > 1 && in.length() == context.getOutputArray(0).length();
  }

  @Override
  public List<INDArray> inputs() {
    return context.getInputArrays();
  }

  @Override
  public List<INDArray> outputs() {
    return context.getOutputArrays();
  }

  @Override
  public String toString() {
    return op.opName();
  }
}
