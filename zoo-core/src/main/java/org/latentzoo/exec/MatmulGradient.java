package org.latentzoo.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * For C = A B the native gradient op computes dA = dC B^T and dB = A^T dC, whether asked for or
 * not: in the first layer one of them is a gradient of the data. This pass puts a product in place
 * of each one that is read.
 */
final class MatmulGradient {
  private static final long[] PLAIN = {0, 0, 0};

  private MatmulGradient() {}

  static List<Node> split(List<Node> nodes, List<String> outputs) {
    var read = new HashSet<>(outputs);
    nodes.forEach(node -> read.addAll(node.inputs()));
    var result = new ArrayList<Node>();
    for (var node : nodes) {
      if (!isPlain(node)) {
        result.add(node);
        continue;
      }
      var a = node.inputs().get(0);
      var b = node.inputs().get(1);
      var dc = node.inputs().get(2);
      var da = node.outputs().get(0);
      var db = node.outputs().get(1);
      if (read.contains(da)) {
        result.add(product(dc, b, false, true, da));
      }
      if (read.contains(db)) {
        result.add(product(a, dc, true, false, db));
      }
    }
    return result;
  }

  private static boolean isPlain(Node node) {
    return node.kind().equals("matmul_bp")
        && node.op() instanceof DynamicCustomOp op
        && Arrays.equals(op.iArgs(), PLAIN);
  }

  private static Node product(
      String left, String right, boolean transposeLeft, boolean transposeRight, String output) {
    var op =
        DynamicCustomOp.builder("matmul")
            .addIntegerArguments(transposeLeft ? 1 : 0, transposeRight ? 1 : 0, 0)
            .build();
    return new Node(op, List.of(left, right), List.of(output));
  }
}
