package org.latentzoo.spark;

import java.io.Serializable;
import org.latentzoo.linalg.Moments;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Moments on their way between processes.
 *
 * @param count N
 * @param mean {@code [D]}
 * @param scatter {@code [D][D]}
 */
record Sums(long count, double[] mean, double[][] scatter) implements Serializable {
  private static final long serialVersionUID = 1L;

  static Sums of(Moments moments) {
    return new Sums(
        moments.count(), moments.mean().toDoubleVector(), moments.scatter().toDoubleMatrix());
  }

  Moments moments() {
    return new Moments(count, Nd4j.create(mean), Nd4j.create(scatter));
  }
}
