package org.latentzoo.eval;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Feed;
import org.latentzoo.data.Rows;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.random.NoiseSource;

/**
 * Asks a model about many rows, a batch at a time. What was captured once serves again, and reads
 * the parameters as they are then.
 */
final class Batched {
  /** Rows at a time: enough for the matrix products, little enough to stay near the cache. */
  private static final int BATCH = 500;

  /** Keys the draws of a dynamically binarised data set, apart from those of any training epoch. */
  private static final int EPOCH = -1;

  private final ModelInstance instance;
  private final LongConsumer progress;
  private final Optional<LocalFit> localFit;
  private final Map<Key, Inference> inferences = new HashMap<>();

  Batched(ModelInstance instance, NoiseSource noise, LongConsumer progress) {
    this.instance = instance;
    this.progress = progress;
    this.localFit =
        instance
            .model()
            .localInference()
            .map(inference -> new LocalFit(instance, inference, noise));
  }

  private record Key(Set<Head> heads, int batch) {}

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
    if (rows.count() == 0) {
      throw new UserException(
          "There are no rows to ask about. Choose a part of the data that has rows.");
    }
    var asked = Set.copyOf(heads);
    if (!rows.isComplete()) {
      requireMissing(asked);
    }
    int batch = (int) Math.min(BATCH, rows.count());
    int start = 0;
    try (var epoch = rows.epoch(EPOCH, false, batch, 0)) {
      for (int n = epoch.nextSize(); n > 0; n = epoch.nextSize()) {
        var inference =
            inferences.computeIfAbsent(
                new Key(asked, n), key -> instance.inference(key.heads(), key.batch()));
        int first = start;
        Feed.next(epoch, inference.execution());
        localFit
            .filter(fit -> fit.isAskedBy(inference.execution()))
            .ifPresent(fit -> fit.fit(first, inference.execution()));
        visitor.visit(start, inference);
        start += n;
        progress.accept(n);
      }
    }
  }
}
