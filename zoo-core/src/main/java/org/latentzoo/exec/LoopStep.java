package org.latentzoo.exec;

import java.util.List;
import org.latentzoo.kernel.Loop;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A loop over arrays that it keeps alive. */
record LoopStep(Loop loop, List<INDArray> inputs, List<INDArray> outputs, String name)
    implements Step {
  LoopStep {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  @Override
  public void run() {
    loop.run();
  }

  @Override
  public String shapes() {
    return Step.shapes(inputs, outputs);
  }

  @Override
  public String toString() {
    return name;
  }
}
