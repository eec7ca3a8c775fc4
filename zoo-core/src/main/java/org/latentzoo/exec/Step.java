package org.latentzoo.exec;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A part of a program, bound to its arrays; its string is what it does. */
interface Step {
  void run();

  /** The arrays it reads. */
  List<INDArray> inputs();

  /** The arrays it writes. */
  List<INDArray> outputs();

  /** The shapes it reads and writes, {@code [128, 784] [784, 400] -> [128, 400]}. */
  default String shapes() {
    return shapes(inputs()) + " -> " + shapes(outputs());
  }

  private static String shapes(List<INDArray> arrays) {
    return arrays.stream().map(a -> Arrays.toString(a.shape())).collect(joining(" "));
  }

  /** Its multiplications and additions, where it is a product of matrices or a convolution. */
  default long operations() {
    return Operations.of(toString(), inputs(), outputs());
  }
}
