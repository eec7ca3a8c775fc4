package org.latentzoo.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.kernel.Team;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gathers batches of rows, and draws their bits where binarisation is dynamic: when they are asked
 * for, or, where ND4J computes on a card and the processor waits for it, before.
 */
final class RowEpoch implements Epoch {
  /** Below so many values a part is not worth a thread of its own. */
  private static final int SMALLEST_PART = 16_384;

  private final Iterator<List<Row>> batches;
  private final BitSource bits;
  private final Cells.Array cells;
  private final int columns;
  private final Runnable onClose;
  private final boolean ahead = !Nd4j.getEnvironment().isCPU();
  private @Nullable ForkJoinTask<?> drawn;
  private List<Row> upcoming = List.of();
  private List<Row> filled = List.of();
  private long index;

  /** Written only, so that the compiler keeps the reads. */
  @SuppressWarnings("unused")
  private int touched;

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
    if (ahead) {
      (drawn == null ? draw(upcoming, index) : drawn).join();
      inParallel(n, (first, end) -> cells.write(first * columns, end * columns, target));
    } else {
      int parts = parts(n);
      Team.run(parts, i -> fill(start(i, parts, n), start(i + 1, parts, n), target));
    }
    Buffers.written(x);
    index++;
    filled = upcoming;
    upcoming = List.of();
    drawn = ahead && nextSize() > 0 ? draw(upcoming, index) : null;
  }

  private int parts(int n) {
    int most = ahead ? Team.size() : Integer.MAX_VALUE;
    return Math.max(1, Math.min(most, n * columns / SMALLEST_PART));
  }

  /** The first row of a part; even, as bits are drawn in pairs. */
  private static int start(int part, int parts, int n) {
    int pairs = (n + 1) / 2;
    return Math.min(n, 2 * (int) ((long) part * pairs / parts));
  }

  private void fill(int first, int end, Pointer target) {
    draw(upcoming, index, first, end);
    cells.write(first * columns, end * columns, target);
  }

  private void draw(List<Row> rows, long batch, int first, int end) {
    int sum = 0;
    for (var row : rows.subList(first, end)) {
      sum += row.features().touch();
    }
    touched = sum;
    for (int i = first; i < end; i++) {
      cells.put(i * columns, rows.get(i).features());
    }
    bits.draw(cells, first * columns, end * columns, batch);
  }

  /** Draws a batch while the caller goes on. */
  private ForkJoinTask<?> draw(List<Row> rows, long batch) {
    return ForkJoinPool.commonPool()
        .submit(() -> inParallel(rows.size(), (first, end) -> draw(rows, batch, first, end)));
  }

  private void inParallel(int n, Part work) {
    int parts = parts(n);
    IntStream.range(0, parts)
        .parallel()
        .forEach(i -> work.rows(start(i, parts, n), start(i + 1, parts, n)));
  }

  /** Something done to some of a batch's rows. */
  @FunctionalInterface
  private interface Part {
    void rows(int first, int end);
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
    if (drawn != null) {
      drawn.quietlyJoin();
    }
    onClose.run();
  }

  /** Turns values of a batch, from an even one on, into bits, or leaves them. */
  @FunctionalInterface
  interface BitSource {
    void draw(Cells cells, int start, int end, long batch);
  }
}
