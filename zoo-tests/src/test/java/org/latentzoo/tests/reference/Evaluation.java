package org.latentzoo.tests.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.latentzoo.exec.Program;
import org.latentzoo.graph.Graph;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A small graph in double over given arrays, evaluated through a captured program. */
final class Evaluation {
  private final Graph graph = new Graph(DataType.DOUBLE, 1);
  private final Map<String, INDArray> inputs = new LinkedHashMap<>();

  SDVariable feed(INDArray value) {
    var name = "in" + inputs.size();
    inputs.put(name, value);
    return graph.sameDiff().placeHolder(name, DataType.DOUBLE, value.shape());
  }

  INDArray of(SDVariable variable) {
    var program = Program.capture(graph.sameDiff(), List.of(variable.name()), inputs, Set.of());
    program.run();
    return program.output(variable.name());
  }
}
