package org.latentzoo.kernel;

import java.util.stream.IntStream;
import org.latentzoo.kernel.Sgemm.Matrix;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * C = A B for matrices of floats, either transposed first or not, shared by the {@link Team}: by
 * oneDNN, if ND4J has it, where there is much to do and A is as it stands, else by OpenBLAS. Which,
 * and by what parts, depends on the build, the shapes and the number of threads alone, and so do
 * the bits.
 */
public final class Product {
  /** Below so many products a part is not worth a thread of its own. */
  private static final long SMALLEST_PART = 200_000;

  /** From so many products a part on oneDNN is no slower, from four times as many faster. */
  private static final long LARGE_PART = 2_000_000;

  /** Ends of OpenBLAS's parts are multiples of it, as its own blocks are. */
  private static final int GRAIN = 16;

  private final Runnable work;

  /**
   * For as many threads as there are.
   *
   * @param a {@code [M, K]}, or {@code [K, M]} transposed
   * @param b {@code [K, N]}, or {@code [N, K]} transposed
   * @param c {@code [M, N]}
   */
  public Product(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray c) {
    this(Team.size(), a, transposeA, b, transposeB, c);
  }

  Product(int threads, INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray c) {
    long rows = c.size(0);
    long columns = c.size(1);
    long products = a.length() * columns;
    if (rows == 1 && !transposeB) {
      work = new RowSums(threads, a, b, c);
      return;
    }
    boolean isLarge = rows > threads && columns > 1 && products / threads >= LARGE_PART;
    var parts =
        isLarge && !transposeA && OneDnn.isThere()
            ? rows(threads, a, b, transposeB, c)
            : blocks(threads, products, a, transposeA, b, transposeB, c);
    work = () -> Team.run(threads, parts.length, i -> parts[i].run());
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

  /** Rows of C, or columns if there are many more of them. */
  private static Runnable[] blocks(
      int threads,
      long products,
      INDArray a,
      boolean transposeA,
      INDArray b,
      boolean transposeB,
      INDArray c) {
    int rows = (int) c.size(0);
    int columns = (int) c.size(1);
    int inner = (int) (a.length() / rows);
    var left = Matrix.of(a, transposeA);
    var right = Matrix.of(b, transposeB);
    var whole = Matrix.of(c, false);
    boolean byRows = 4L * rows > columns;
    int side = byRows ? rows : columns;
    int count = (int) Math.max(1, Math.min(threads, products / SMALLEST_PART));
    int share = (side + count - 1) / count;
    share = (share + GRAIN - 1) / GRAIN * GRAIN;
    var parts = new Runnable[(side + share - 1) / share];
    for (int i = 0; i < parts.length; i++) {
      int start = i * share;
      int length = Math.min(share, side - start);
      parts[i] =
          byRows
              ? new Sgemm(length, columns, inner, left.from(start, 0), right, whole.from(start, 0))
              : new Sgemm(rows, length, inner, left, right.from(0, start), whole.from(0, start));
    }
    return parts;
  }

  /** Computes C. */
  public void run() {
    work.run();
  }
}
