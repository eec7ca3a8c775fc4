package org.latentzoo.kernel;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas.cblas_sgemv;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * C = A B, or C + A B if beta is 1, for blocks of matrices of floats by OpenBLAS, with vectors by
 * its products with those.
 */
record Sgemm(int rows, int columns, int inner, Matrix a, Matrix b, int beta, Matrix c)
    implements Runnable {
  static {
    Blas.useOneThread();
  }

  /** A matrix from one of its elements on. */
  record Matrix(FloatPointer floats, int step, boolean transposed) {
    static Matrix of(INDArray array, boolean transposed) {
      return new Matrix(new FloatPointer(Buffers.memory(array)), (int) array.size(1), transposed);
    }

    /** From an element of the matrix as it is multiplied. */
    Matrix from(long row, long column) {
      long start = transposed ? column * step + row : row * step + column;
      var floats = new FloatPointer(this.floats);
      return new Matrix(floats.position(floats.position() + start), step, transposed);
    }

    int form() {
      return transposed ? CblasTrans : CblasNoTrans;
    }
  }

  /** The part of C from one of its elements on, up to so high and wide. */
  Sgemm part(int row, int column, int height, int width) {
    return new Sgemm(
        Math.min(height, rows - row),
        Math.min(width, columns - column),
        inner,
        a.from(row, 0),
        b.from(0, column),
        beta,
        c.from(row, column));
  }

  /** What up to {@code depth} columns of A and rows of B, from {@code start} on, add to C. */
  Sgemm terms(int start, int depth) {
    return new Sgemm(
        rows,
        columns,
        Math.min(depth, inner - start),
        a.from(0, start),
        b.from(start, 0),
        start == 0 ? beta : 1,
        c);
  }

  @Override
  public void run() {
    if (rows == 1) {
      vector(b, columns, !b.transposed, a.floats, a.transposed ? a.step : 1, 1);
    } else if (columns == 1) {
      vector(a, rows, a.transposed, b.floats, b.transposed ? 1 : b.step, c.step);
    } else {
      cblas_sgemm(
          CblasRowMajor,
          a.form(),
          b.form(),
          rows,
          columns,
          inner,
          1,
          a.floats,
          a.step,
          b.floats,
          b.step,
          beta,
          c.floats,
          c.step);
    }
  }

  /** Up to 15 times as fast as the product of matrices. */
  private void vector(
      Matrix matrix, int length, boolean transposed, FloatPointer x, int step, int stepOfC) {
    cblas_sgemv(
        CblasRowMajor,
        transposed ? CblasTrans : CblasNoTrans,
        transposed ? inner : length,
        transposed ? length : inner,
        1,
        matrix.floats,
        matrix.step,
        x,
        step,
        beta,
        c.floats,
        stepOfC);
  }
}
