package org.latentzoo.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.latentzoo.kernel.Sgemm.Matrix;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * C = A B for matrices of floats, either transposed first or not, shared by the {@link Team}: by
 * OpenBLAS, in {@link SmallBlocks} where it has kernels for those, and by oneDNN, if ND4J has it,
 * where there is much to do and A is as it stands. Which, and by what parts, depends on the build,
 * the shapes and the number of threads alone, and so do the bits.
 */
public final class Product {
  /** Below so many products a part is not worth a thread of its own. */
  private static final long SMALLEST_PART = 200_000;

  /** From so many products a part on oneDNN is no slower than OpenBLAS whole. */
  private static final long LARGE_PART = 2_000_000;

  /** Ends of OpenBLAS's parts are multiples of it, as its own blocks are. */
  private static final int GRAIN = 16;

  /** Parts of small blocks, so that a core that others slow down does fewer of them. */
  private static final int PARTS_A_THREAD = 4;

  private final Runnable work;

  /**
   * For as many threads as there are.
   *
   * @param a {@code [M, K]}, or {@code [K, M]} transposed, or {@code [K]} for one row
   * @param b {@code [K, N]}, or {@code [N, K]} transposed
   * @param c {@code [M, N]}, or {@code [N]} for one row
   */
  public Product(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray c) {
    this(Team.size(), matrix(a), transposeA, b, transposeB, matrix(c));
  }

  Product(int threads, INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray c) {
    long rows = c.size(0);
    long columns = c.size(1);
    long products = a.length() * columns;
    if (rows == 1 && !transposeB) {
      work = new RowSums(threads, a, b, c);
      return;
    }
    int inner = (int) (a.length() / rows);
    var left = Matrix.of(a, transposeA);
    var right = Matrix.of(b, transposeB);
    var whole = new Sgemm((int) rows, (int) columns, inner, left, right, 0, Matrix.of(c, false));
    boolean isLarge = rows > threads && columns > 1 && products / threads >= LARGE_PART;
    Runnable[] parts;
    if (SmallBlocks.suit(whole, threads)) {
      parts = small(threads, products, whole);
    } else if (isLarge && !transposeA && OneDnn.isThere()) {
      parts = rows(threads, a, b, transposeB, c);
    } else {
      parts = halves(threads, products, whole);
    }
    work = () -> Team.run(threads, parts.length, i -> parts[i].run());
  }

  private static INDArray matrix(INDArray array) {
    return array.rank() == 1 ? Buffers.view(array, 0, new long[] {1, array.length()}) : array;
  }

  /** Rows of C for each thread, those of A being its own from the op before in most programs. */
  private static Runnable[] rows(
      int threads, INDArray a, INDArray b, boolean transposeB, INDArray c) {
    long rows = c.size(0);
    long share = (rows + threads - 1) / threads;
    return IntStream.range(0, (int) ((rows + share - 1) / share))
        .mapToObj(
            i -> {
              long start = i * share;
              long end = Math.min(rows, start + share);
              return new OneDnn(
                  Buffers.rows(a, start, end), b, transposeB, Buffers.rows(c, start, end));
            })
        .toArray(Runnable[]::new);
  }

  /** Rows of C, or columns if there are many more of them: one part a thread. */
  private static Runnable[] halves(int threads, long products, Sgemm whole) {
    boolean byRows = 4L * whole.rows() > whole.columns();
    return cut(whole, byRows, GRAIN, count(threads, products)).toArray(Runnable[]::new);
  }

  /**
   * Columns of C, each thread reading some of B, but rows where A is transposed or C is narrow, and
   * rows too where columns alone would keep one thread longer than the others. Parts of fewer
   * columns, the last, are done when there are no others, in the middle.
   */
  private static Runnable[] small(int threads, long products, Sgemm whole) {
    boolean byRows =
        whole.a().transposed()
            ? 4L * whole.rows() > whole.columns()
            : whole.columns() < 2 * SmallBlocks.WIDTH;
    int grain = byRows ? GRAIN : SmallBlocks.WIDTH;
    int count = count(PARTS_A_THREAD * threads, products);
    int halves = byRows || isEven(threads, whole.columns()) ? 1 : 2;
    var parts =
        cut(whole, byRows, grain, count)
            .flatMap(part -> halves == 1 ? Stream.of(part) : cut(part, true, GRAIN, halves))
            .collect(Collectors.toCollection(ArrayList::new));
    if (halves > 1 && whole.columns() % grain != 0) {
      int last = Math.min(halves, (whole.rows() + GRAIN - 1) / GRAIN);
      Collections.rotate(parts.subList((parts.size() - last) / 2, parts.size()), last);
    }
    return parts.stream().map(SmallBlocks::of).toArray(Runnable[]::new);
  }

  /** Whether no thread has over a tenth more than its share where each takes whole grains. */
  private static boolean isEven(int threads, int columns) {
    int whole = columns / SmallBlocks.WIDTH;
    int rest = whole % threads == 0 ? columns % SmallBlocks.WIDTH : 0;
    int most = (whole + threads - 1) / threads * SmallBlocks.WIDTH + rest;
    return 10L * most * threads <= 11L * columns;
  }

  private static int count(int most, long products) {
    return (int) Math.max(1, Math.min(most, products / SMALLEST_PART));
  }

  /** Up to {@code count} parts whose sizes differ by a grain at most. */
  private static Stream<Sgemm> cut(Sgemm whole, boolean byRows, int grain, int count) {
    int side = byRows ? whole.rows() : whole.columns();
    int grains = (side + grain - 1) / grain;
    int parts = Math.min(count, grains);
    return IntStream.range(0, parts)
        .mapToObj(
            i -> {
              int start = i * grains / parts * grain;
              int share = (i + 1) * grains / parts * grain - start;
              return byRows
                  ? whole.part(start, 0, share, whole.columns())
                  : whole.part(0, start, whole.rows(), share);
            });
  }

  /** Computes C. */
  public void run() {
    work.run();
  }
}
