package org.latentzoo.exec;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import org.latentzoo.kernel.LoopBuilder;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Elementwise ops in one pass. */
record FusedOps(
    int length,
    List<Elementwise> kernels,
    List<String> inputs,
    List<String> outputs,
    UnaryOperator<String> source)
    implements Work {

  @Override
  public Step bind(INDArray[] in, INDArray[] out, Target target) {
    return target.loop(this, in, out);
  }

  /** Has {@code loop}, of {@link #length}, compute the outputs from the inputs. */
  void build(LoopBuilder loop, INDArray[] in, INDArray[] out) {
    var computed = new HashMap<String, Integer>();
    var read = new HashMap<String, Integer>();
    for (var kernel : kernels) {
      var reads = kernel.reads(source);
      var arguments = new int[2];
      for (int i = 0; i < reads.size(); i++) {
        var name = reads.get(i);
        var own = kernel.own().get(i);
        arguments[i] =
            computed.containsKey(name)
                ? computed.get(name)
                : read.computeIfAbsent(
                    name + Arrays.toString(own) + Arrays.toString(kernel.shape()),
                    key -> loop.read(in[inputs.indexOf(name)], own, kernel.shape()));
      }
      if (reads.size() == 1) {
        arguments[1] = kernel.number().map(loop::number).orElse(arguments[0]);
      }
      int value = loop.apply(kernel.function(), arguments[0], arguments[1]);
      int at = outputs.indexOf(kernel.output());
      if (kernel.isSum()) {
        loop.sum(value, kernel.columns(), kernel.scale(), out[at]);
        continue;
      }
      computed.put(kernel.output(), value);
      if (at >= 0) {
        loop.write(value, out[at]);
      }
    }
  }

  /** The kind of the only op, or {@code loop}. */
  String name() {
    return kernels.size() == 1 ? kernels.get(0).op().kind() : "loop";
  }
}
