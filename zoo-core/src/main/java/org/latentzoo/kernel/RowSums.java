package org.latentzoo.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * c = a B for a vector a: the rows of B times its elements are added up, some at a time, so that
 * rounding stays small over many. Each thread of the {@link Team} adds up neighbouring rows, those
 * that it most likely wrote.
 */
final class RowSums implements Runnable {
  /** Below so many products a part is not worth a thread of its own. */
  private static final int SMALLEST_PART = 16_384;

  private static final int ROWS_AT_A_TIME = 128;

  /** Columns at a time: their sums and one of their rows stay in the first-level cache. */
  private static final int STRIP = 2048;

  private static final int REGISTERS = 2;

  private final int threads;
  private final int rows;
  private final int columns;
  private final int share;
  private final float[][] sums;
  private final FloatBuffer a;
  private final FloatBuffer b;
  private final FloatBuffer c;

  /**
   * @param a K floats
   * @param b {@code [K, N]}
   * @param c N floats
   */
  RowSums(int threads, INDArray a, INDArray b, INDArray c) {
    this.threads = threads;
    this.rows = (int) b.size(0);
    this.columns = (int) b.size(1);
    this.a = Buffers.floats(a);
    this.b = Buffers.floats(b);
    this.c = Buffers.floats(c);
    int parts = (int) Math.max(1, Math.min(threads, b.length() / SMALLEST_PART));
    this.share = (rows + parts - 1) / parts;
    this.sums = new float[(rows + share - 1) / share][columns];
  }

  @Override
  public void run() {
    Team.run(threads, sums.length, this::sum);
    for (int part = 1; part < sums.length; part++) {
      add(1, sums[part], sums[0], columns);
    }
    c.put(0, sums[0], 0, columns);
  }

  private void sum(int part) {
    var registers = Registers.of(REGISTERS, STRIP);
    var row = registers[0];
    var some = registers[1];
    var all = sums[part];
    Arrays.fill(all, 0);
    int end = Math.min(rows, (part + 1) * share);
    for (int first = part * share; first < end; first += ROWS_AT_A_TIME) {
      int last = Math.min(end, first + ROWS_AT_A_TIME);
      for (int start = 0; start < columns; start += STRIP) {
        int n = Math.min(STRIP, columns - start);
        Arrays.fill(some, 0, n, 0);
        for (int i = first; i < last; i++) {
          b.get(i * columns + start, row, 0, n);
          add(a.get(i), row, some, n);
        }
        System.arraycopy(all, start, row, 0, n);
        add(1, some, row, n);
        System.arraycopy(row, 0, all, start, n);
      }
    }
  }

  /** Indices of one loop that differ by a number it does not know would not be vectorised. */
  private static void add(float factor, float[] from, float[] to, int n) {
    for (int j = 0; j < n; j++) {
      to[j] += factor * from[j];
    }
  }
}
