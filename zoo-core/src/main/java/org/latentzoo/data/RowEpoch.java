package org.latentzoo.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gathers batches of rows, and draws their bits where binarisation is dynamic. */
final class RowEpoch implements Epoch {
  private final Iterator<List<Row>> batches;
  private final BitSource bits;
  private final Cells.Array cells;
  private final int columns;
  private final Runnable onClose;
  private List<Row> upcoming = List.of();
  private double[] labels = {};
  private int[] positions = {};
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
    for (int i = 0; i < n; i++) {
      cells.put(i * columns, upcoming.get(i).features());
    }
    bits.draw(cells, n * columns, index++);
    cells.write(n * columns, x);
    labels = upcoming.stream().mapToDouble(Row::label).toArray();
    positions = upcoming.stream().mapToInt(row -> Math.toIntExact(row.index())).toArray();
    upcoming = List.of();
  }

  @Override
  public int[] positions() {
    return positions.clone();
  }

  @Override
  public double[] labels() {
    return labels.clone();
  }

  @Override
  public void close() {
    onClose.run();
  }

  /** Turns the first {@code n} values of a batch into bits, or leaves them. */
  @FunctionalInterface
  interface BitSource {
    void draw(Cells cells, int n, long batch);
  }
}
