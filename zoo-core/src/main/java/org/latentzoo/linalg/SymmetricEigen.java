package org.latentzoo.linalg;

import org.bytedeco.openblas.global.openblas;
import org.latentzoo.kernel.Buffers;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A = U diag(lambda) U^T of a symmetric matrix, by LAPACK's divide and conquer (dsyevd), a third of
 * the time of ND4J's own.
 *
 * @param values lambda, {@code [n]}, largest first
 * @param vectors U, {@code [n, n]}, a column each; its entry of largest size is positive, so that
 *     the same matrix always gives the same vectors
 */
public record SymmetricEigen(double[] values, double[][] vectors) {
  /**
   * Decomposes a matrix.
   *
   * @param matrix {@code [n, n]}, symmetric, DOUBLE
   * @throws ArithmeticException if LAPACK does not converge
   */
  public static SymmetricEigen of(INDArray matrix) {
    Lapack.requireSound();
    int n = matrix.rows();
    var a = Buffers.read(matrix);
    var ascending = new double[n];
    int info =
        openblas.LAPACKE_dsyevd(
            openblas.LAPACK_COL_MAJOR, (byte) 'V', (byte) 'U', n, a, n, ascending);
    if (info != 0) {
      throw new ArithmeticException("Eigendecomposition failed: dsyevd returned " + info + ".");
    }
    var values = new double[n];
    var vectors = new double[n][n];
    for (int j = 0; j < n; j++) {
      int from = n - 1 - j;
      values[j] = ascending[from];
      double sign = sign(a, from * n, n);
      for (int i = 0; i < n; i++) {
        vectors[i][j] = sign * a[from * n + i];
      }
    }
    return new SymmetricEigen(values, vectors);
  }

  private static double sign(double[] a, int start, int n) {
    double largest = 0;
    for (int i = start; i < start + n; i++) {
      double entry = a[i];
      largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
    }
    return largest < 0 ? -1 : 1;
  }
}
