package org.latentzoo.exec;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A kernel of our own over arrays that it keeps alive. */
record KernelStep(String name, Runnable kernel, List<INDArray> inputs, List<INDArray> outputs)
    implements Step {
  KernelStep {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  @Override
  public void run() {
    kernel.run();
  }

  @Override
  public String toString() {
    return name;
  }
}
