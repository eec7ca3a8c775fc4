package org.latentzoo.exec;

import java.util.List;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** An op of the function under capture: what it computes, from which variables, into which. */
record Node(DifferentialFunction op, List<String> inputs, List<String> outputs) {
  Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  static Node of(SameDiffOp op) {
    var inputs = op.getInputsToOp();
    return new Node(op.getOp(), inputs == null ? List.of() : inputs, op.getOutputsOfOp());
  }

  /** The op's kind, {@code matmul}. */
  String kind() {
    return op.opName();
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
