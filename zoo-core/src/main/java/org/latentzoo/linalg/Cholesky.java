package org.latentzoo.linalg;

/**
 * A = L L^T of a small symmetric positive definite matrix, in Java: where thousands of systems of
 * tens of unknowns are solved, calling a library costs more than the arithmetic.
 *
 * @param factor L, {@code [n][n]}; what is above its diagonal is not read
 */
public record Cholesky(double[][] factor) {
  /**
   * Decomposes {@code matrix}, of which only the lower triangle is read, in place.
   *
   * @throws ArithmeticException if it is not positive definite
   */
  public static Cholesky inPlace(double[][] matrix) {
    for (int j = 0; j < matrix.length; j++) {
      var rowJ = matrix[j];
      double pivot = rowJ[j] - dot(rowJ, rowJ, j);
      if (!(pivot > 0)) {
        throw new ArithmeticException("The matrix is not positive definite: pivot " + pivot + ".");
      }
      rowJ[j] = Math.sqrt(pivot);
      for (int i = j + 1; i < matrix.length; i++) {
        matrix[i][j] = (matrix[i][j] - dot(matrix[i], rowJ, j)) / rowJ[j];
      }
    }
    return new Cholesky(matrix);
  }

  /** A^-1 b. */
  public double[] solve(double[] b) {
    int n = factor.length;
    var x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = (b[i] - dot(factor[i], x, i)) / factor[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      x[i] /= factor[i][i];
      for (int k = 0; k < i; k++) {
        x[k] -= factor[i][k] * x[i];
      }
    }
    return x;
  }

  /** A^-1, symmetric to the last bit. */
  public double[][] inverse() {
    int n = factor.length;
    var lower = new double[n][n];
    for (int j = 0; j < n; j++) {
      lower[j][j] = 1 / factor[j][j];
      for (int i = j + 1; i < n; i++) {
        double sum = 0;
        for (int k = j; k < i; k++) {
          sum += factor[i][k] * lower[k][j];
        }
        lower[i][j] = -sum / factor[i][i];
      }
    }
    var inverse = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = i; k < n; k++) {
          sum += lower[k][i] * lower[k][j];
        }
        inverse[i][j] = sum;
        inverse[j][i] = sum;
      }
    }
    return inverse;
  }

  /** log |A|. */
  public double logDet() {
    double sum = 0;
    for (int i = 0; i < factor.length; i++) {
      sum += Math.log(factor[i][i]);
    }
    return 2 * sum;
  }

  private static double dot(double[] a, double[] b, int n) {
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
