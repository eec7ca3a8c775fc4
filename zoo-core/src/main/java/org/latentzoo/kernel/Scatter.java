package org.latentzoo.kernel;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;

import org.bytedeco.javacpp.DoublePointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * S + X^T X of a symmetric S, of which the upper triangle is kept: half the work of a product. The
 * threads of the {@link Team} have strips of columns of S, of equal areas above its diagonal.
 */
public final class Scatter {
  static {
    Blas.useOneThread();
  }

  private Scatter() {}

  /**
   * Adds X^T X to S.
   *
   * @param x {@code [B, D]}, DOUBLE, c order
   * @param s {@code [D, D]}, DOUBLE, c order; what is below its diagonal stays as it is
   */
  public static void add(INDArray x, INDArray s) {
    add(Team.size(), x, s);
  }

  static void add(int threads, INDArray x, INDArray s) {
    int columns = x.columns();
    int rows = x.rows();
    var from = Buffers.doubles(x);
    var to = Buffers.doubles(s);
    int strips = Math.min(threads, columns);
    Team.withoutNativeThreads(
        () -> {
          Team.run(
              threads,
              strips,
              i -> {
                int start = start(i, strips, columns);
                int end = start(i + 1, strips, columns);
                above(rows, columns, start, end, from, to);
                onDiagonal(rows, columns, start, end, from, to);
              });
          return null;
        });
    Buffers.written(s);
  }

  private static int start(int strip, int strips, int columns) {
    return (int) Math.round(columns * Math.sqrt((double) strip / strips));
  }

  private static void above(
      int rows, int columns, int start, int end, DoublePointer x, DoublePointer s) {
    if (start > 0) {
      cblas_dgemm(
          CblasRowMajor,
          CblasTrans,
          CblasNoTrans,
          start,
          end - start,
          rows,
          1,
          x,
          columns,
          at(x, start),
          columns,
          1,
          at(s, start),
          columns);
    }
  }

  private static void onDiagonal(
      int rows, int columns, int start, int end, DoublePointer x, DoublePointer s) {
    cblas_dsyrk(
        CblasRowMajor,
        CblasUpper,
        CblasTrans,
        end - start,
        rows,
        1,
        at(x, start),
        columns,
        1,
        at(s, (long) start * columns + start),
        columns);
  }

  private static DoublePointer at(DoublePointer pointer, long position) {
    return new DoublePointer(pointer).position(position);
  }
}
