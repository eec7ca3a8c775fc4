package org.latentzoo.tests.network;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolutions as their definition says, pixel by pixel, in double. */
final class Loops {
  private Loops() {}

  private static int half(int side) {
    return (side + 1) / 2;
  }

  /**
   * y[o, r, c] = b[o] + sum over m, i, j of x[m, 2r + i - 1, 2c + j - 1] W[i, j, m, o], with 0
   * outside of x.
   */
  static double[] convolution(double[] x, int side, INDArray weight, INDArray bias) {
    int maps = (int) weight.size(2);
    int small = half(side);
    var y = new double[(int) weight.size(3) * small * small];
    for (int o = 0; o < weight.size(3); o++) {
      for (int r = 0; r < small; r++) {
        for (int c = 0; c < small; c++) {
          double sum = bias.getDouble(o);
          for (int m = 0; m < maps; m++) {
            for (int i = 0; i < 4; i++) {
              for (int j = 0; j < 4; j++) {
                int row = 2 * r + i - 1;
                int column = 2 * c + j - 1;
                if (row >= 0 && row < side && column >= 0 && column < side) {
                  sum += x[(m * side + row) * side + column] * weight.getDouble(i, j, m, o);
                }
              }
            }
          }
          y[(o * small + r) * small + c] = sum;
        }
      }
    }
    return y;
  }

  /** Adds z[o, r, c] W[i, j, m, o] to x[m, 2r + i - 1, 2c + j - 1], which starts at b[m]. */
  static double[] transposed(double[] z, int side, INDArray weight, INDArray bias) {
    int maps = (int) weight.size(2);
    int small = half(side);
    var x = new double[maps * side * side];
    for (int m = 0; m < maps; m++) {
      for (int p = 0; p < side * side; p++) {
        x[m * side * side + p] = bias.getDouble(m);
      }
      for (int o = 0; o < weight.size(3); o++) {
        for (int r = 0; r < small; r++) {
          for (int c = 0; c < small; c++) {
            for (int i = 0; i < 4; i++) {
              for (int j = 0; j < 4; j++) {
                int row = 2 * r + i - 1;
                int column = 2 * c + j - 1;
                if (row >= 0 && row < side && column >= 0 && column < side) {
                  x[(m * side + row) * side + column] +=
                      z[(o * small + r) * small + c] * weight.getDouble(i, j, m, o);
                }
              }
            }
          }
        }
      }
    }
    return x;
  }

  /**
   * y[o, r, c] = b[o] + sum over m, i, j of x[m, r + i - k, c + j - k] W[i, j, m, o] for a kernel
   * of 2 k + 1, with 0 outside of x.
   */
  static double[] keptSide(double[] x, int side, INDArray weight, INDArray bias) {
    int kernel = (int) weight.size(0);
    int maps = (int) weight.size(2);
    var y = new double[(int) weight.size(3) * side * side];
    for (int n = 0; n < y.length; n++) {
      int o = n / (side * side);
      y[n] = bias.getDouble(o);
      for (int m = 0; m < maps; m++) {
        for (int i = 0; i < kernel; i++) {
          for (int j = 0; j < kernel; j++) {
            int row = n / side % side + i - kernel / 2;
            int column = n % side + j - kernel / 2;
            if (row >= 0 && row < side && column >= 0 && column < side) {
              y[n] += x[(m * side + row) * side + column] * weight.getDouble(i, j, m, o);
            }
          }
        }
      }
    }
    return y;
  }

  /** y = x W + b. */
  static double[] dense(double[] x, INDArray weight, INDArray bias) {
    var y = new double[(int) weight.size(1)];
    for (int o = 0; o < y.length; o++) {
      y[o] = bias.getDouble(o);
      for (int i = 0; i < x.length; i++) {
        y[o] += x[i] * weight.getDouble(i, o);
      }
    }
    return y;
  }

  static double[] sum(double[] x, double[] y) {
    return IntStream.range(0, x.length).mapToDouble(i -> x[i] + y[i]).toArray();
  }

  static double[] tanh(double[] x) {
    return Arrays.stream(x).map(Math::tanh).toArray();
  }
}
