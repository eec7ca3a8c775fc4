package org.latentzoo.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.function.BiConsumer;
import org.latentzoo.data.Feed;
import org.latentzoo.data.Preprocessing;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** From codes to rows, a batch at a time. */
record Decoder(ModelInstance instance, Preprocessing preprocessing, NoiseSource noise) {
  private static final int BATCH = 1000;

  /** Codes z ~ p(z), {@code [n, K]}. */
  INDArray prior(int n) {
    return answer(
        n,
        Head.PRIOR_SAMPLE,
        (start, inference) -> inference.execution().drawNoise(noise, "sample", start));
  }

  /** The answer to {@code head} for each of {@code codes}, in the data's units; a label each. */
  INDArray decode(INDArray codes, double[] labels, Head head) {
    var decoded =
        answer(
            codes.rows(),
            head,
            (start, inference) -> {
              int end = start + inference.batch();
              var input = inference.execution().input(Model.CODES);
              input.assign(Buffers.rows(codes, start, end));
              Feed.labels(Arrays.copyOfRange(labels, start, end), inference.execution());
              inference.execution().drawNoise(noise, "decode", start);
            });
    return preprocessing.inverse(decoded);
  }

  /** {@code fill} sees the number of each batch's first row, and what is to be filled. */
  private INDArray answer(int n, Head head, BiConsumer<Integer, Inference> fill) {
    var inferences = new HashMap<Integer, Inference>();
    var parts = new ArrayList<INDArray>();
    for (int start = 0; start < n; start += BATCH) {
      int size = Math.min(BATCH, n - start);
      var inference = inferences.computeIfAbsent(size, s -> instance.inference(List.of(head), s));
      fill.accept(start, inference);
      inference.execution().run();
      parts.add(inference.answer(head).dup('c'));
    }
    return Nd4j.concat(0, parts.toArray(INDArray[]::new));
  }
}
