package org.latentzoo.tests;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.latentzoo.exec.Gradients;
import org.latentzoo.exec.Program;
import org.latentzoo.graph.Graph;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A small graph over given arrays, evaluated through a captured program. */
public final class Evaluation {
  private final DataType dtype;
  private final SameDiff sameDiff;
  private final Map<String, INDArray> inputs = new LinkedHashMap<>();

  /** In double. */
  public Evaluation() {
    this(DataType.DOUBLE);
  }

  public Evaluation(DataType dtype) {
    this.dtype = dtype;
    this.sameDiff = new Graph(dtype, 1).sameDiff();
  }

  /** A value that gradients do not flow to. */
  public SDVariable feed(INDArray value) {
    var name = "in" + inputs.size();
    inputs.put(name, value.castTo(dtype));
    return sameDiff.placeHolder(name, dtype, value.shape());
  }

  /** A value to differentiate by. */
  public SDVariable learn(INDArray value) {
    return sameDiff.var("p" + sameDiff.variables().size(), value.castTo(dtype));
  }

  public INDArray of(SDVariable variable) {
    return run(sameDiff, variable.name());
  }

  /** d sum(value) / d parameter. */
  public INDArray gradient(SDVariable value, SDVariable parameter) {
    var function = Gradients.of(sameDiff, value.sum().name());
    return run(function, Gradients.name(function, parameter.name()));
  }

  private INDArray run(SameDiff function, String name) {
    var program = Program.capture(function, List.of(name), inputs, Set.of());
    program.run();
    return program.output(name).dup('c');
  }
}
