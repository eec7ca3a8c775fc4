package org.latentzoo.exec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseTransformOp;
import org.nd4j.linalg.api.ops.CustomOp;

/** An op of the function under capture: what it computes, from which variables, into which. */
record Node(DifferentialFunction op, List<String> inputs, List<String> outputs) implements Work {
  Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  static Node of(SameDiffOp op) {
    var inputs = op.getInputsToOp();
    return new Node(op.getOp(), inputs == null ? List.of() : inputs, op.getOutputsOfOp());
  }

  @Override
  public Step bind(INDArray[] in, INDArray[] out, Target target) {
    return op instanceof CustomOp custom
        ? target.op(custom, in, out).orElseGet(() -> OpStep.bind(op, in, out))
        : OpStep.bind(op, in, out);
  }

  /** The op's kind, {@code matmul}. */
  String kind() {
    return op.opName();
  }

  /**
   * What tells it from ops that compute something else of {@code sources}; empty for ops that keep
   * what they do in fields of their own.
   */
  Optional<Object> identity(List<String> sources) {
    if (op instanceof CustomOp custom) {
      return Optional.of(
          List.of(
              kind(),
              op.getClass(),
              sources,
              outputs.size(),
              Arrays.toString(custom.iArgs()),
              Arrays.toString(custom.tArgs()),
              Arrays.toString(custom.bArgs()),
              Arrays.toString(custom.dArgs())));
    }
    return op instanceof BaseTransformOp transform
        ? Optional.of(
            List.of(kind(), op.getClass(), sources, Arrays.toString(transform.extraArgs())))
        : Optional.empty();
  }

  /** Whether ND4J shares it among threads of its own, which then keep their cores busy. */
  boolean isConvolution() {
    return kind().contains("conv");
  }

  /** Whether it hands its input on and lets no gradient back. */
  boolean stopsGradient() {
    return kind().equals("stop_gradient");
  }

  @Override
  public String toString() {
    return "'%s' (%s)".formatted(op.getOwnName(), kind());
  }
}
