package org.latentzoo.eval;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Epoch;
import org.latentzoo.data.Feed;
import org.latentzoo.data.Rows;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.model.Execution;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.random.NoiseSource;
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
  private final Optional<LocalFit> localFit;
  private final Map<Key, Inference> inferences = new HashMap<>();

  Batched(ModelInstance instance, NoiseSource noise, LongConsumer progress) {
    this(instance, noise, progress, draws -> {});
  }

  /**
   * @param noise of the search for the rows' own numbers
   * @param progress is told of each batch how many rows it had
   * @param draws the same, of each run of that search
   */
  Batched(ModelInstance instance, NoiseSource noise, LongConsumer progress, LongConsumer draws) {
    this.instance = instance;
    this.progress = progress;
    this.localFit =
        instance
            .model()
            .localInference()
            .map(inference -> new LocalFit(instance, inference, noise, draws));
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

  private static void requireMissing(Set<Head> asked) {
    var whole = asked.stream().filter(head -> !head.takesMissing()).sorted().findFirst();
    if (whole.isPresent()) {
      throw new UserException(
          "The data have missing cells, and %s is asked of whole rows. Fill them with zoo impute."
              .formatted(whole.get().key()));
    }
  }

  void each(Rows rows, Collection<Head> heads, Visitor visitor) {
    each(rows, new Question(Set.copyOf(heads), 1, 1), visitor);
  }

  void each(Rows rows, Question question, Visitor visitor) {
    if (rows.count() == 0) {
      throw new UserException(
          "There are no rows to ask about. Choose a part of the data that has rows.");
    }
    if (!rows.isComplete()) {
      requireMissing(question.heads());
    }
    int batch = (int) Math.min(BATCH, rows.count());
    int start = 0;
    try (var epoch = rows.epoch(EPOCH, false, batch, 0)) {
      for (int n = epoch.nextSize(); n > 0; n = epoch.nextSize()) {
        var inference = inferences.computeIfAbsent(new Key(question, n), this::inference);
        fill(rows, epoch, start, inference.execution(), question.copies());
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

  /** The batch's rows, labels and own numbers, all of them {@code copies} times. */
  private void fill(Rows rows, Epoch epoch, int start, Execution to, int copies) {
    var x = to.input(Model.DATA);
    var first = top(x, copies);
    epoch.fill(first);
    repeat(x, copies);
    var labels = epoch.labels();
    Feed.labels(repeated(labels, copies), to);
    localFit.ifPresent(
        fit ->
            instance.model().graph().locals().stream()
                .filter(to::reads)
                .forEach(
                    local -> {
                      fit.begin(rows);
                      var numbers = to.input(local);
                      top(numbers, copies).assign(fit.numbers(start, first, labels).get(local));
                      repeat(numbers, copies);
                    }));
  }

  private static INDArray top(INDArray x, int copies) {
    return Buffers.view(x, 0, new long[] {x.size(0) / copies, x.size(1)});
  }

  private static void repeat(INDArray x, int copies) {
    var first = top(x, copies);
    for (int c = 1; c < copies; c++) {
      Buffers.view(x, c * first.length(), first.shape()).assign(first);
    }
  }

  private static double[] repeated(double[] labels, int copies) {
    return IntStream.range(0, copies)
        .boxed()
        .flatMapToDouble(c -> DoubleStream.of(labels))
        .toArray();
  }
}
