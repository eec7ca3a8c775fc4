package org.latentzoo.linalg;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.kernel.Gram;
import org.latentzoo.kernel.Registers;
import org.latentzoo.kernel.Team;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The moments of rows of small whole numbers, such as grey levels, without rounding and at the
 * speed of floats. With 1 behind each row, the products of 256 rows,
 *
 * <pre>
 *   [X 1]^T [X 1] = [ sum x x^T   sum x ]
 *                   [ sum x^T       256 ]
 * </pre>
 *
 * are whole numbers up to 256 * 256^2 = 2^24 if |x| <= 256, which a float holds in whatever order
 * they are added up; doubles hold the sums of 2^18 rows, and N sum x x^T - sum x sum x^T too.
 */
final class WholeRows {
  private static final int BLOCK = 256;
  private static final float LARGEST = 256;
  private static final int MOST = 1 << 18;

  /** Rows that a thread turns at a time. */
  private static final int SHARE = 32;

  private final int columns;
  private final int width;
  private final Consumer<Moments> sink;
  private final INDArray block;
  private final FloatBuffer cells;
  private final Gram gram;
  private final double[] sums;
  private int waiting;
  private int count;

  /** Reads numbers of a batch, NaN for what no float holds. */
  @FunctionalInterface
  private interface Reader {
    void read(int start, float[] to, int n);
  }

  /**
   * @param sink is handed the moments of all rows taken so far when there are too many, and by
   *     {@link #settle}
   */
  WholeRows(int columns, Consumer<Moments> sink) {
    this.columns = columns;
    this.sink = sink;
    width = columns + 1;
    block = Nd4j.createUninitialized(DataType.FLOAT, width, BLOCK);
    cells = Buffers.floats(block);
    gram = new Gram(block);
    sums = new double[width * width];
  }

  /** Whether the first row of {@code batch} is one of such numbers. */
  static boolean takes(INDArray batch) {
    return batch.rows() > 0
        && batch.columns() > 0
        && wholeRows(reader(batch), 0, 1, batch.columns()) == 1;
  }

  /** Takes rows of {@code batch} up to the first that is none of such numbers; tells how many. */
  int add(INDArray batch) {
    var reader = reader(batch);
    int end = batch.rows();
    int taken = 0;
    while (taken < end) {
      int n = Math.min(BLOCK - waiting, end - taken);
      int copied = copy(reader, taken, n);
      waiting += copied;
      count += copied;
      taken += copied;
      if (waiting == BLOCK) {
        sumUp();
      }
      if (count == MOST) {
        settle();
      }
      if (copied < n) {
        return taken;
      }
    }
    return taken;
  }

  private static Reader reader(INDArray batch) {
    boolean isPlain = batch.ordering() == 'c' && Shape.hasDefaultStridesForShape(batch);
    var plain = isPlain ? batch : batch.dup('c');
    return switch (batch.dataType()) {
      case FLOAT -> {
        var values = Buffers.floats(plain);
        yield (start, to, n) -> {
          try {
            values.get(start, to, 0, n);
          } finally {
            Reference.reachabilityFence(plain);
          }
        };
      }
      case DOUBLE -> {
        var values = Buffers.read(plain);
        yield (start, to, n) -> {
          for (int i = 0; i < n; i++) {
            to[i] =
                values[start + i] == (float) values[start + i]
                    ? (float) values[start + i]
                    : Float.NaN;
          }
        };
      }
      default -> (start, to, n) -> Arrays.fill(to, 0, n, Float.NaN);
    };
  }

  /**
   * How many of {@code n} rows, from {@code first} on, are of such numbers up to the first that is
   * not; they are read.
   */
  private static int wholeRows(Reader reader, int first, int n, int columns) {
    var values = Registers.of(1, SHARE * columns)[0];
    reader.read(first * columns, values, n * columns);
    for (int i = 0; i < n * columns; i++) {
      float x = values[i];
      if (!(Math.abs(x) <= LARGEST) || x != (int) x) {
        return i / columns;
      }
    }
    return n;
  }

  /** How many of {@code n} rows, from {@code first} on, stand behind those that wait now. */
  private int copy(Reader reader, int first, int n) {
    var refused = new AtomicInteger(n);
    Team.run(
        (n + SHARE - 1) / SHARE,
        part -> {
          int from = part * SHARE;
          int rows = Math.min(SHARE, n - from);
          int whole = wholeRows(reader, first + from, rows, columns);
          if (whole < rows) {
            refused.accumulateAndGet(from + whole, Math::min);
          }
          transpose(Registers.of(1, SHARE * columns)[0], whole, waiting + from);
        });
    return refused.get();
  }

  /** Rows become columns of the block, from {@code at} on, each with 1 at its end. */
  private void transpose(float[] values, int rows, int at) {
    var across = new float[SHARE];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        across[i] = values[i * columns + j];
      }
      cells.put(j * BLOCK + at, across, 0, rows);
    }
    Arrays.fill(across, 1);
    cells.put(columns * BLOCK + at, across, 0, rows);
  }

  private void sumUp() {
    gram.run(this::addProducts);
    waiting = 0;
  }

  private void addProducts(int from, int to, FloatBuffer products) {
    var line = Registers.of(1, width)[0];
    for (int i = from; i < to; i++) {
      products.get((i - from) * (width - from) + i - from, line, 0, width - i);
      for (int j = i; j < width; j++) {
        sums[i * width + j] += line[j - i];
      }
    }
  }

  /** Hands over the moments of the rows taken, and forgets them. */
  void settle() {
    if (count == 0) {
      return;
    }
    if (waiting > 0) {
      var zeros = new float[BLOCK - waiting];
      for (int j = 0; j < width; j++) {
        cells.put(j * BLOCK + waiting, zeros);
      }
      sumUp();
    }
    var mean = new double[columns];
    var scatter = new double[columns * columns];
    for (int i = 0; i < columns; i++) {
      double sum = sums[i * width + columns];
      mean[i] = sum / count;
      for (int j = i; j < columns; j++) {
        double product = count * sums[i * width + j] - sum * sums[j * width + columns];
        scatter[i * columns + j] = product / count;
      }
    }
    var matrix = Nd4j.createUninitialized(DataType.DOUBLE, columns, columns);
    Buffers.write(scatter, matrix);
    int settled = count;
    count = 0;
    Arrays.fill(sums, 0);
    sink.accept(new Moments(settled, Nd4j.createFromArray(mean), matrix));
  }
}
