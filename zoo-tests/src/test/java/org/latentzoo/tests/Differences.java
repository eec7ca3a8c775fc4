package org.latentzoo.tests;

import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * f'(0) = [f(-2h) - 8 f(-h) + 8 f(h) - f(2h)] / 12h + O(h^4 f^(5) / 30).
 *
 * <p>In double the truncation error at h = 1e-3 is about 1e-13 f^(5), and rounding adds about 1e-16
 * f / h = 1e-13 f: the two balance, where the two-point formula can reach 1e-10 at best.
 */
public final class Differences {
  /** Where truncation and rounding balance for functions of scale 1. */
  public static final double STEP = 1e-3;

  private Differences() {}

  /** f'(0) with step {@code h}. */
  public static double slope(DoubleUnaryOperator f, double h) {
    double near = f.applyAsDouble(h) - f.applyAsDouble(-h);
    double far = f.applyAsDouble(2 * h) - f.applyAsDouble(-2 * h);
    return (8 * near - far) / (12 * h);
  }

  /** The slope of {@code f} along {@code direction} at {@code vector}, which is put back after. */
  public static double slope(DoubleSupplier f, INDArray vector, INDArray direction, double h) {
    var here = vector.dup();
    double slope =
        slope(
            t -> {
              vector.assign(here.add(direction.mul(t)));
              return f.getAsDouble();
            },
            h);
    vector.assign(here);
    return slope;
  }

  /** The gradient of {@code f} by the elements of {@code array}, which is put back after. */
  public static double[] gradient(DoubleSupplier f, INDArray array, double h) {
    var gradient = new double[Math.toIntExact(array.length())];
    var flat = array.reshape(array.length());
    for (int i = 0; i < gradient.length; i++) {
      int element = i;
      double here = flat.getDouble(i);
      gradient[i] =
          slope(
              t -> {
                flat.putScalar(element, here + t);
                return f.getAsDouble();
              },
              h);
      flat.putScalar(i, here);
    }
    return gradient;
  }
}
