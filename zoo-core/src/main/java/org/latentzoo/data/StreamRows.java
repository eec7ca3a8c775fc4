package org.latentzoo.data;

import java.util.function.Supplier;
import java.util.stream.Stream;

/** Rows read anew in every epoch, ahead of their use; the shuffle is that of a moving window. */
record StreamRows(Supplier<Stream<Row>> source, long count, int window, RowFormat format)
    implements Rows {
  @Override
  public int columns() {
    return format.columns();
  }

  @Override
  public double[] labels() {
    try (var rows = source.get()) {
      return rows.mapToDouble(Row::label).toArray();
    }
  }

  @Override
  public boolean isComplete() {
    return format.complete();
  }

  @Override
  public Rows first(long n) {
    return new StreamRows(() -> source.get().limit(n), Math.min(n, count), window, format);
  }

  @Override
  public Epoch epoch(int epoch, boolean shuffle, int batch, long firstBatch) {
    var stream = source.get();
    var rows = stream.iterator();
    var ordered = shuffle ? new WindowShuffle(rows, window, format.shuffler(epoch)) : rows;
    var batches = new Prefetch<>(new Batches(ordered, batch, firstBatch), stream::close);
    int largest = (int) Math.min(batch, count);
    return format.epoch(epoch, largest, firstBatch, batches, batches::close);
  }
}
