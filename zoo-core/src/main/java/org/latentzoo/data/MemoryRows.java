package org.latentzoo.data;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Rows held in memory; an epoch's shuffle is a uniform permutation. */
record MemoryRows(List<Row> rows, RowFormat format) implements Rows {
  @Override
  public long count() {
    return rows.size();
  }

  @Override
  public int columns() {
    return format.columns();
  }

  @Override
  public double[] labels() {
    return rows.stream().mapToDouble(Row::label).toArray();
  }

  @Override
  public boolean isComplete() {
    return format.complete();
  }

  @Override
  public Rows first(long n) {
    return n < rows.size() ? new MemoryRows(rows.subList(0, (int) n), format) : this;
  }

  @Override
  public Epoch epoch(int epoch, boolean shuffle, int batch, long firstBatch) {
    var order = IntStream.range(0, rows.size()).toArray();
    if (shuffle) {
      shuffle(order, format.shuffler(epoch));
    }
    var batches =
        LongStream.range(firstBatch, (rows.size() + batch - 1L) / batch)
            .mapToObj(b -> batch(order, b * batch, batch))
            .iterator();
    return format.epoch(epoch, Math.min(batch, rows.size()), firstBatch, batches, () -> {});
  }

  private List<Row> batch(int[] order, long from, int batch) {
    int to = (int) Math.min(from + batch, order.length);
    return Arrays.stream(order, (int) from, to).mapToObj(rows::get).toList();
  }

  /** Fisher and Yates. */
  private static void shuffle(int[] order, RandomGenerator random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }
}
