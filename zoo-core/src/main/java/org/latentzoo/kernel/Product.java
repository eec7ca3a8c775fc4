package org.latentzoo.kernel;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas.cblas_sgemv;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * C = A B for matrices of floats, either transposed first or not: parts of C's longer side for each
 * thread of the {@link Team}.
 */
public final class Product {
  /** Below so many products a part is not worth a thread of its own. */
  private static final long SMALLEST_PART = 200_000;

  /** Ends of parts are multiples of it, as OpenBLAS's own blocks are. */
  private static final int GRAIN = 16;

  static {
    Blas.useOneThread();
  }

  private record Matrix(FloatPointer floats, long step, boolean transposed) {
    FloatPointer from(long row, long column) {
      long start = transposed ? column * step + row : row * step + column;
      return new FloatPointer(floats).position(start);
    }

    int form() {
      return transposed ? CblasTrans : CblasNoTrans;
    }
  }

  private record Part(int rows, int columns, FloatPointer a, FloatPointer b, FloatPointer c) {}

  private final int threads;
  private final int inner;
  private final Matrix a;
  private final Matrix b;
  private final int columns;
  private final Part[] parts;

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
    this.threads = threads;
    int rows = (int) c.size(0);
    this.columns = (int) c.size(1);
    this.inner = (int) (a.length() / rows);
    this.a = new Matrix(floats(a), a.size(1), transposeA);
    this.b = new Matrix(floats(b), b.size(1), transposeB);
    var whole = new Matrix(floats(c), columns, false);
    long work = (long) rows * columns * inner;
    boolean byRows = rows >= columns;
    int side = byRows ? rows : columns;
    int count = (int) Math.max(1, Math.min(threads, work / SMALLEST_PART));
    int share = (side + count - 1) / count;
    share = (share + GRAIN - 1) / GRAIN * GRAIN;
    this.parts = new Part[(side + share - 1) / share];
    for (int i = 0; i < parts.length; i++) {
      int start = i * share;
      int length = Math.min(share, side - start);
      parts[i] =
          byRows
              ? new Part(
                  length, columns, this.a.from(start, 0), this.b.from(0, 0), whole.from(start, 0))
              : new Part(
                  rows, length, this.a.from(0, 0), this.b.from(0, start), whole.from(0, start));
    }
  }

  private static FloatPointer floats(INDArray array) {
    return new FloatPointer(Buffers.memory(array));
  }

  /** Computes C. */
  public void run() {
    Team.run(threads, parts.length, this::run);
  }

  private void run(int i) {
    var part = parts[i];
    if (part.rows() == 1) {
      row(part);
    } else if (part.columns() == 1) {
      column(part);
    } else {
      matrix(part);
    }
  }

  /** By OpenBLAS's product with a vector, up to 15 times as fast as that of matrices. */
  private void row(Part part) {
    boolean plain = !b.transposed();
    cblas_sgemv(
        CblasRowMajor,
        plain ? CblasTrans : CblasNoTrans,
        plain ? inner : part.columns(),
        plain ? part.columns() : inner,
        1,
        part.b(),
        (int) b.step(),
        part.a(),
        a.transposed() ? (int) a.step() : 1,
        0,
        part.c(),
        1);
  }

  private void column(Part part) {
    boolean plain = !a.transposed();
    cblas_sgemv(
        CblasRowMajor,
        plain ? CblasNoTrans : CblasTrans,
        plain ? part.rows() : inner,
        plain ? inner : part.rows(),
        1,
        part.a(),
        (int) a.step(),
        part.b(),
        b.transposed() ? 1 : (int) b.step(),
        0,
        part.c(),
        columns);
  }

  private void matrix(Part part) {
    cblas_sgemm(
        CblasRowMajor,
        a.form(),
        b.form(),
        part.rows(),
        part.columns(),
        inner,
        1,
        part.a(),
        (int) a.step(),
        part.b(),
        (int) b.step(),
        0,
        part.c(),
        columns);
  }
}
