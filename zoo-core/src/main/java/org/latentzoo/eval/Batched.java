package org.latentzoo.eval;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Epoch;
import org.latentzoo.data.Rows;
import org.latentzoo.linalg.Buffers;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Asks a model about many rows, a batch at a time. What was captured once serves again, and reads
 * the parameters as they are then.
 */
final class Batched {
  /** Rows at a time: enough for the matrix products, little enough to stay near the cache. */
  static final int BATCH = 500;

  /** Keys the draws of a dynamically binarised data set, apart from those of any training epoch. */
  private static final int EPOCH = -1;

  private final ModelInstance instance;
  private final LongConsumer progress;
  private final Map<Key, Inference> inferences = new HashMap<>();

  Batched(ModelInstance instance, LongConsumer progress) {
    this.instance = instance;
    this.progress = progress;
  }

  ModelInstance instance() {
    return instance;
  }

  /**
   * What is asked of each batch.
   *
   * @param copies how often the batch's rows follow each other in one inference
   * @param codes how many codes the heads are asked about
   */
  record Question(Set<Head> heads, int copies, int codes) {
    Question {
      heads = Set.copyOf(heads);
    }
  }

  private record Key(Question question, int rows) {}

  /** Sees each batch: its data are in place, its noise is not drawn and nothing has run. */
  @FunctionalInterface
  interface Visitor {
    /** {@code start} is the number of the batch's first row. */
    void visit(int start, Inference inference);
  }

  void each(Rows rows, Collection<Head> heads, Visitor visitor) {
    each(rows, new Question(Set.copyOf(heads), 1, 1), visitor);
  }

  void each(Rows rows, Question question, Visitor visitor) {
    if (rows.count() == 0) {
      throw new UserException(
          "There are no rows to ask about. Choose a part of the data that has rows.");
    }
    int batch = (int) Math.min(BATCH, rows.count());
    int start = 0;
    try (var epoch = rows.epoch(EPOCH, false, batch, 0)) {
      for (int n = epoch.nextSize(); n > 0; n = epoch.nextSize()) {
        var inference = inferences.computeIfAbsent(new Key(question, n), this::inference);
        fill(epoch, inference.execution().input(Model.DATA), question.copies());
        visitor.visit(start, inference);
        start += n;
        progress.accept(n);
      }
    }
  }

  private Inference inference(Key key) {
    var question = key.question();
    return instance.inference(question.heads(), key.rows() * question.copies(), question.codes());
  }

  private static void fill(Epoch epoch, INDArray x, int copies) {
    long[] shape = {x.size(0) / copies, x.size(1)};
    var first = Buffers.view(x, 0, shape);
    epoch.fill(first);
    for (int c = 1; c < copies; c++) {
      Buffers.view(x, c * first.length(), shape).assign(first);
    }
  }
}
