package org.latentzoo.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.bytedeco.javacpp.Pointer;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.kernel.Team;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gathers batches of rows, and draws their bits where binarisation is dynamic. */
final class RowEpoch implements Epoch {
  /** Below so many values a part is not worth a thread of its own. */
  private static final int SMALLEST_PART = 16_384;

  private final Iterator<List<Row>> batches;
  private final BitSource bits;
  private final Cells.Array cells;
  private final int columns;
  private final Runnable onClose;
  private List<Row> upcoming = List.of();
  private List<Row> filled = List.of();
  private long index;

  /**
   * @param batches the batches, from number {@code firstBatch} on
   * @param cells holds the values of the largest batch
   */
  RowEpoch(
      Iterator<List<Row>> batches,
      long firstBatch,
      BitSource bits,
      Cells.Array cells,
      int columns,
      Runnable onClose) {
    this.batches = batches;
    this.index = firstBatch;
    this.bits = bits;
    this.cells = cells;
    this.columns = columns;
    this.onClose = onClose;
  }

  @Override
  public int nextSize() {
    if (upcoming.isEmpty() && batches.hasNext()) {
      upcoming = batches.next();
    }
    return upcoming.size();
  }

  @Override
  public void fill(INDArray x) {
    int n = nextSize();
    if (n == 0) {
      throw new NoSuchElementException("The epoch is over.");
    }
    if (x.rank() != 2 || x.size(0) != n || x.size(1) != columns) {
      throw new IllegalArgumentException(
          "The next batch is [%d, %d], not %s.".formatted(n, columns, Arrays.toString(x.shape())));
    }
    var target = cells.memory(x);
    int parts = Math.max(1, n * columns / SMALLEST_PART);
    int share = (n + parts - 1) / parts / 2 * 2 + 2; // even, as bits are drawn in pairs
    Team.run((n + share - 1) / share, i -> fill(i * share, Math.min(n, (i + 1) * share), target));
    Buffers.written(x);
    index++;
    filled = upcoming;
    upcoming = List.of();
  }

  private void fill(int first, int end, Pointer target) {
    for (int i = first; i < end; i++) {
      cells.put(i * columns, upcoming.get(i).features());
    }
    bits.draw(cells, first * columns, end * columns, index);
    cells.write(first * columns, end * columns, target);
  }

  @Override
  public int[] positions() {
    return filled.stream().mapToInt(row -> Math.toIntExact(row.index())).toArray();
  }

  @Override
  public double[] labels() {
    return filled.stream().mapToDouble(Row::label).toArray();
  }

  @Override
  public void close() {
    onClose.run();
  }

  /** Turns values of a batch, from an even one on, into bits, or leaves them. */
  @FunctionalInterface
  interface BitSource {
    void draw(Cells cells, int start, int end, long batch);
  }
}
