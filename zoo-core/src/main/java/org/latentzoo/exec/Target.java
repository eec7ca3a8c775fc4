package org.latentzoo.exec;

import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.any.Assign;
import org.nd4j.linalg.factory.Nd4j;

/** What does the steps of a program; what it cannot do is left to ND4J's ops. */
interface Target {
  /** The one for {@code work} where ND4J computes here. */
  static Target of(List<Work> work) {
    return Nd4j.getEnvironment().isCPU() ? Processor.of(work) : new Card();
  }

  /** Whether the processor's threads of ours share the steps. */
  boolean isShared();

  /** The step that does elementwise ops in one pass. */
  Step loop(FusedOps ops, INDArray[] in, INDArray[] out);

  /** The step that does {@code op}, if it is one that this target knows. */
  Optional<Step> op(CustomOp op, INDArray[] in, INDArray[] out);

  /** The step that copies {@code from} to {@code to}, of the same shape and type. */
  default Step copy(INDArray from, INDArray to) {
    return OpStep.bind(new Assign(from, to), new INDArray[] {from}, new INDArray[] {to});
  }

  /** These steps, as they run best one after another. */
  List<Step> arranged(List<Step> steps);
}
