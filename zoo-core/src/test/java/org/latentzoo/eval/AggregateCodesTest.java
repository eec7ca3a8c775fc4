package org.latentzoo.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.latentzoo.linalg.Moments;
import org.latentzoo.loss.MaximumMeanDiscrepancy;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Measures of codes and of features, against their definitions and their own spread. */
class AggregateCodesTest {
  private static final int RUNS = 30;

  private static INDArray normal(int rows, int columns, long seed) {
    var x = Nd4j.zeros(DataType.DOUBLE, rows, columns);
    new NoiseSource(seed).normal(x, "x");
    return x;
  }

  /** By the definition, a sum over all pairs. */
  @Test
  void discrepancyIsTheUnbiasedEstimate() {
    var x = normal(7, 3, 1).toDoubleMatrix();
    var y = normal(7, 3, 2).muli(2).toDoubleMatrix();
    double within = 0;
    double between = 0;
    for (int i = 0; i < 7; i++) {
      for (int j = 0; j < 7; j++) {
        within += i == j ? 0 : kernel(x[i], x[j]) + kernel(y[i], y[j]);
        between += kernel(x[i], y[j]);
      }
    }
    double expected = within / (7 * 6) - 2 * between / (7 * 7);
    assertEquals(expected, LatentDiscrepancy.of(x, y).mean(), 1e-12);
  }

  private static double kernel(double[] a, double[] b) {
    double squares = IntStream.range(0, 3).mapToDouble(k -> Math.pow(a[k] - b[k], 2)).sum();
    return MaximumMeanDiscrepancy.kernel(squares, 3);
  }

  /** Over many draws of laws that differ, the stated error is the spread of the estimates. */
  @Test
  void errorOfTheDiscrepancyIsItsSpread() {
    requireSpread(
        run ->
            LatentDiscrepancy.of(
                normal(100, 2, 2L * run).muli(1.5).toDoubleMatrix(),
                normal(100, 2, 2L * run + 1).toDoubleMatrix()));
  }

  @Test
  void errorOfTheFrechetDistanceIsItsSpread() {
    requireSpread(
        run -> FrechetDistance.of(normal(60, 2, 2L * run).addi(1), normal(60, 2, 2L * run + 1)));
  }

  private static void requireSpread(IntFunction<Metric> estimate) {
    var metrics = IntStream.range(0, RUNS).mapToObj(estimate).toList();
    var means = metrics.stream().mapToDouble(Metric::mean).toArray();
    double spread = Metric.of(means).standardError() * Math.sqrt(RUNS);
    double stated = metrics.stream().mapToDouble(Metric::standardError).average().orElseThrow();
    assertEquals(1, stated / spread, 0.3);
  }

  /** Dowson and Landau's formula for commuting covariances: |m|^2 + sum (s_i - t_i)^2. */
  @Test
  void frechetDistanceOfDiagonalLawsIsThatOfTheirMomentsAlone() {
    var a = moments(new double[][] {{1, 0}, {-1, 0}, {0, 2}, {0, -2}});
    var b = moments(new double[][] {{6, 1}, {0, 1}, {3, 2}, {3, 0}});
    double expected =
        9
            + 1
            + Math.pow(Math.sqrt(0.5) - Math.sqrt(4.5), 2)
            + Math.pow(Math.sqrt(2) - Math.sqrt(0.5), 2);
    assertEquals(expected, FrechetDistance.between(a, b), 1e-10);
    assertEquals(0, FrechetDistance.between(b, b), 1e-10);
  }

  private static Moments moments(double[][] rows) {
    var moments = new Moments(2);
    moments.add(Nd4j.create(rows));
    return moments;
  }

  /** Phi at points of a table. */
  @Test
  void cumulativeNormalIsThatOfTheTable() {
    assertEquals(0.5, Normality.cumulative(0), 1e-15);
    assertEquals(0.9750021048517795, Normality.cumulative(1.96), 1e-14);
    assertEquals(0.0013498980316301, Normality.cumulative(-3), 1e-14);
    assertEquals(1, Normality.cumulative(40), 0);
  }

  /** D of one point at t is the larger of Phi(t) and 1 - Phi(t); of normal codes it is small. */
  @Test
  void distanceIsThatOfKolmogorov() {
    assertEquals(0.9750021048517795, new Normality(new double[][] {{1.96}}).mean().mean(), 1e-14);
    var codes = normal(4000, 3, 5);
    double mean = new Normality(codes.toDoubleMatrix()).mean().mean();
    assertTrue(mean > 0.5 / Math.sqrt(4000) && mean < 1.4 / Math.sqrt(4000), () -> "" + mean);
    var wide = new Normality(codes.mul(2).toDoubleMatrix()).worst();
    assertEquals(0.161, wide.mean(), 0.02);
    assertTrue(wide.standardError() > 0.001 && wide.standardError() < 0.02);
  }

  @Test
  void accuracyCountsPairsAndHalvesTies() {
    var accuracy = AggregateCodes.accuracy(new double[] {0, 0, 0, 0}, new double[] {1, 1, -1, 0});
    assertEquals(0.625, accuracy.mean(), 1e-15);
    assertEquals(
        Metric.of(new double[] {1, 1, 0, 0.5}).standardError(), accuracy.standardError(), 1e-15);
  }
}
