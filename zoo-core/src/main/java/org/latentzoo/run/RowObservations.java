package org.latentzoo.run;

import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.latentzoo.data.Rows;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.model.Observations;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows as a fit reads them: preprocessed, in source order.
 *
 * @param type that the rows were opened with
 * @param names what people call each column
 */
public record RowObservations(Rows rows, DataType type, IntFunction<String> names)
    implements Observations {
  private static final int BATCH = 1000;

  @Override
  public long count() {
    return rows.count();
  }

  @Override
  public int columns() {
    return rows.columns();
  }

  @Override
  public String column(int j) {
    return names.apply(j);
  }

  @Override
  public boolean isComplete() {
    return rows.isComplete();
  }

  /** All rows, {@code [N, D]}. */
  public INDArray matrix() {
    var all = Nd4j.createUninitialized(type, count(), columns());
    forEachBatch((start, end) -> Buffers.rows(all, start, end), batch -> {});
    return all;
  }

  @Override
  public void forEachBatch(Consumer<INDArray> visitor) {
    var batch = Nd4j.createUninitialized(type, Math.min(BATCH, Math.max(1, count())), columns());
    forEachBatch((start, end) -> Buffers.rows(batch, 0, end - start), visitor);
  }

  private void forEachBatch(Place place, Consumer<INDArray> visitor) {
    try (var epoch = rows.epoch(0, false, BATCH, 0)) {
      long start = 0;
      for (int n = epoch.nextSize(); n > 0; n = epoch.nextSize()) {
        var batch = place.of(start, start + n);
        epoch.fill(batch);
        visitor.accept(batch);
        start += n;
      }
    }
  }

  /** Where the rows from {@code start} to before {@code end} go. */
  @FunctionalInterface
  private interface Place {
    INDArray of(long start, long end);
  }
}
