package org.latentzoo.exec;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A part of a program that has no arrays yet: one op, or several in one pass. */
interface Work {
  /** The values that it reads. */
  List<String> inputs();

  /** The values that it computes. */
  List<String> outputs();

  /** The step that does it on arrays of these values, in their order, where {@code target} says. */
  Step bind(INDArray[] inputs, INDArray[] outputs, Target target);
}
