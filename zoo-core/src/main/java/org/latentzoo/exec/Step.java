package org.latentzoo.exec;

import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** One op, bound to its arrays. */
final class Step {
  private final OpExecutioner executioner = Nd4j.getExecutioner();
  private final DifferentialFunction op;
  private final OpContext context;

  private Step(DifferentialFunction op, OpContext context) {
    this.op = op;
    this.context = context;
  }

  static Step bind(DifferentialFunction op, INDArray[] inputs, INDArray[] outputs) {
    var context = context(op, inputs);
    for (int i = 0; i < outputs.length; i++) {
      context.setOutputArray(i, outputs[i]);
    }
    return new Step(op, context);
  }

  /**
   * A context with inputs and arguments and no outputs yet, enough to work out the output shapes.
   */
  static OpContext context(DifferentialFunction op, INDArray[] inputs) {
    var context = Nd4j.getExecutioner().buildContext();
    if (op instanceof DynamicCustomOp custom) {
      context.setArgs(inputs, custom.iArgs(), custom.dArgs(), custom.tArgs(), custom.bArgs());
    } else {
      for (int i = 0; i < inputs.length; i++) {
        context.setInputArray(i, inputs[i]);
      }
    }
    return context;
  }

  void run() {
    if (op instanceof CustomOp custom) {
      executioner.exec(custom, context);
      return;
    }
    if (op instanceof BaseReduceOp reduction && keepsVector()) {
      copy(reduction);
      return;
    }
    if (op instanceof ScalarOp scalar && context.numInputArguments() == 2) {
      scalar.setScalar(context.getInputArray(1));
    }
    executioner.exec((Op) op, context);
  }

  /**
   * Whether a reduction keeps every number of a vector: {@code [B, 1]} over its last axis. ND4J
   * would read such a vector from the op, not from the context, and lose the result.
   */
  private boolean keepsVector() {
    return context.getInputArray(0).isVector()
        && context.getInputArray(0).length() == context.getOutputArray(0).length();
  }

  private void copy(BaseReduceOp reduction) {
    var output = context.getOutputArray(0);
    reduction.setX(context.getInputArray(0));
    reduction.setZ(output);
    var result = reduction.noOp();
    if (result != output) {
      output.assign(result);
    }
  }

  @Override
  public String toString() {
    return op.opName();
  }
}
