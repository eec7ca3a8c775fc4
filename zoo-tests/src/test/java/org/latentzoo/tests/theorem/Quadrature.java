package org.latentzoo.tests.theorem;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The trapezoid rule on [-limit, limit], which converges faster than any power of the step for
 * analytic integrands that vanish at the ends. The points avoid 0.
 */
record Quadrature(double limit, int points) {
  double step() {
    return 2 * limit / points;
  }

  /** The points, {@code [points, 1]}. */
  INDArray grid() {
    var grid = new double[points];
    Arrays.setAll(grid, i -> -limit + (i + 0.5) * step());
    return Nd4j.createFromArray(grid).reshape(points, 1);
  }

  /** Of a function known by its values at the points. */
  double integral(INDArray values) {
    return values.sumNumber().doubleValue() * step();
  }
}
