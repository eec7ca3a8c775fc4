package org.latentzoo.linalg;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dgesv;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgetrf;
import static org.bytedeco.openblas.global.openblas.LAPACK_ROW_MAJOR;

import java.util.Arrays;
import org.latentzoo.kernel.Buffers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Square systems of linear equations by LAPACK, in double whatever the type of the arrays: ND4J's
 * own ops take up to forty times as long. Stacks {@code [.., n, n]} are solved one by one.
 */
public final class LinearSystems {
  /** OpenBLAS factors so many columns on the stack of any thread. */
  private static final int SMALL = 16;

  private LinearSystems() {}

  /**
   * Writes A^-1 B, NaN where A is singular or a number of A or B is none.
   *
   * @param a {@code [.., n, n]}
   * @param b {@code [.., n, m]}
   * @param x {@code [.., n, m]}
   */
  public static void solve(INDArray a, INDArray b, INDArray x) {
    Lapack.requireSound();
    int n = (int) a.size(-1);
    int m = (int) b.size(-1);
    var matrices = doubles(a);
    var sides = doubles(b);
    onStackFor(n, () -> solve(n, m, matrices, sides));
    write(sides, x);
  }

  private static void solve(int n, int m, double[] matrices, double[] sides) {
    var pivots = new int[n];
    for (int k = 0; k < matrices.length / (n * n); k++) {
      var matrix = Arrays.copyOfRange(matrices, k * n * n, (k + 1) * n * n);
      var side = Arrays.copyOfRange(sides, k * n * m, (k + 1) * n * m);
      if (LAPACKE_dgesv(LAPACK_ROW_MAJOR, n, m, matrix, n, pivots, side, m) != 0) {
        Arrays.fill(side, Double.NaN);
      }
      System.arraycopy(side, 0, sides, k * n * m, n * m);
    }
  }

  /**
   * Writes P A = L U, L with a diagonal of ones that is not stored; NaN and P = I where a number of
   * A is none.
   *
   * @param a {@code [.., n, n]}
   * @param factors L below the diagonal, U from it on, {@code [.., n, n]}
   * @param rows which row of A is each row of P A, {@code [.., n]}, of whole numbers
   */
  public static void factor(INDArray a, INDArray factors, INDArray rows) {
    Lapack.requireSound();
    int n = (int) a.size(-1);
    var matrices = doubles(a);
    var order = new double[matrices.length / n];
    onStackFor(n, () -> factor(n, matrices, order));
    write(matrices, factors);
    write(order, rows);
  }

  private static void factor(int n, double[] matrices, double[] order) {
    var pivots = new int[n];
    for (int k = 0; k < order.length / n; k++) {
      var matrix = Arrays.copyOfRange(matrices, k * n * n, (k + 1) * n * n);
      if (LAPACKE_dgetrf(LAPACK_ROW_MAJOR, n, n, matrix, n, pivots) < 0) {
        Arrays.fill(matrix, Double.NaN);
        Arrays.setAll(pivots, i -> i + 1);
      }
      System.arraycopy(matrix, 0, matrices, k * n * n, n * n);
      for (int i = 0; i < n; i++) {
        order[k * n + i] = i;
      }
      for (int i = 0; i < n; i++) {
        int from = k * n + pivots[i] - 1;
        double swapped = order[from];
        order[from] = order[k * n + i];
        order[k * n + i] = swapped;
      }
    }
  }

  private static void onStackFor(int n, Runnable work) {
    if (n <= SMALL) {
      work.run();
    } else {
      DeepStack.run(work);
    }
  }

  private static double[] doubles(INDArray array) {
    return Buffers.read(array.castTo(DataType.DOUBLE));
  }

  private static void write(double[] from, INDArray to) {
    var values = Nd4j.createUninitialized(DataType.DOUBLE, to.shape());
    Buffers.write(from, values);
    to.assign(values);
  }
}
