package org.latentzoo.kernel;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dgemv;
import static org.bytedeco.openblas.global.openblas.cblas_dger;
import static org.bytedeco.openblas.global.openblas.cblas_dsyr;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;

import java.lang.ref.Reference;
import org.bytedeco.javacpp.DoublePointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sums over rows, in double: their mean, and a symmetric S, of which the upper triangle is kept.
 */
public final class Scatter {
  static {
    Blas.useOneThread();
  }

  private Scatter() {}

  /**
   * Takes the mean of the rows away from them.
   *
   * @param x the rows, {@code [B, D]}, DOUBLE, c order
   * @param mean zeros, {@code [D]}, to which it is written
   */
  public static void centre(INDArray x, INDArray mean) {
    int rows = x.rows();
    int columns = x.columns();
    var ones = Nd4j.ones(DataType.DOUBLE, rows);
    try {
      var from = Buffers.doubles(x);
      var one = Buffers.doubles(ones);
      var m = Buffers.doubles(mean);
      cblas_dgemv(CblasRowMajor, CblasTrans, rows, columns, 1, from, columns, one, 1, 0, m, 1);
      Buffers.written(mean);
      mean.divi(rows);
      m = Buffers.doubles(mean);
      cblas_dger(CblasRowMajor, rows, columns, -1, one, 1, m, 1, from, columns);
      Buffers.written(x);
    } finally {
      Reference.reachabilityFence(ones);
    }
  }

  /** Adds {@code factor} d d^T to S, {@code [D, D]}; both held by who calls. */
  public static void add(double factor, INDArray d, INDArray s) {
    int columns = s.columns();
    cblas_dsyr(
        CblasRowMajor,
        CblasUpper,
        columns,
        factor,
        Buffers.doubles(d),
        1,
        Buffers.doubles(s),
        columns);
    Buffers.written(s);
  }

  /**
   * Adds X^T X to S, which is half the work of a product. The threads of the {@link Team} have
   * strips of columns of S, of equal areas above its diagonal.
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
