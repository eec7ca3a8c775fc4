package org.latentzoo.examples.report;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Lines of codes. */
final class Ways {
  private Ways() {}

  /** (1 - t) a + t b at {@code steps} evenly spaced t from 0 to 1, {@code [steps, K]}. */
  static INDArray between(INDArray a, INDArray b, int steps) {
    var codes = Nd4j.create(a.dataType(), steps, a.length());
    for (int i = 0; i < steps; i++) {
      double t = i / (steps - 1.0);
      codes.putRow(i, a.mul(1 - t).addi(b.mul(t)));
    }
    return codes;
  }

  /**
   * {@code base} with its unit {@code u} at m + s d, d the unit's standard deviation over {@code
   * codes} and m its mean, at {@code steps} evenly spaced s from {@code -reach} to {@code reach},
   * {@code [steps, K]}.
   */
  static INDArray along(INDArray base, INDArray codes, int u, double reach, int steps) {
    var column = codes.getColumn(u).toDoubleVector();
    double mean = Arrays.stream(column).average().orElseThrow();
    double variance =
        Arrays.stream(column).map(z -> (z - mean) * (z - mean)).average().orElseThrow();
    var line = between(base, base, steps);
    for (int i = 0; i < steps; i++) {
      double s = reach * (2.0 * i / (steps - 1) - 1);
      line.putScalar(i, u, mean + s * Math.sqrt(variance));
    }
    return line;
  }

  /** {@code base} with its unit {@code unit} of {@code classes} numbers at each class in turn. */
  static INDArray choices(INDArray base, int unit, int classes) {
    var line = between(base, base, classes);
    for (int c = 0; c < classes; c++) {
      if (classes == 2) {
        line.putScalar(c, unit, c);
      } else {
        for (int other = 0; other < classes; other++) {
          line.putScalar(c, unit * classes + other, other == c ? 1 : 0);
        }
      }
    }
    return line;
  }

  static double[] repeated(double label, int n) {
    var labels = new double[n];
    Arrays.fill(labels, label);
    return labels;
  }

  /** The mean code, {@code [K]}. */
  static INDArray centre(INDArray codes) {
    return codes.mean(0);
  }
}
