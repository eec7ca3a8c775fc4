package org.latentzoo.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.imports.converters.DifferentialFunctionClassHolder;
import org.nd4j.imports.descriptors.tensorflow.TensorflowDescriptorParser;

class TensorflowOpsTest {
  /** Whoever imports a graph of TensorFlow's after a graph of the zoo's was made finds them. */
  @Test
  void areThereForWhoAsks() {
    TensorflowOps.readWhenAsked();
    var holder = DifferentialFunctionClassHolder.getInstance();
    assertNotNull(holder.getOpDefByTensorflowName("MatMul"));
    var definitions = TensorflowDescriptorParser.opDescs();
    assertTrue(definitions.containsKey("Conv2D"));
    assertNull(definitions.get("NoSuchOp"));
    assertEquals(definitions.size(), definitions.entrySet().size());
    assertTrue(definitions.size() > 500);
  }
}
