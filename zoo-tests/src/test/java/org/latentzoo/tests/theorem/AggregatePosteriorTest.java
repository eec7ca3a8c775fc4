package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.check.UserException;
import org.latentzoo.distribution.Laplace;
import org.latentzoo.distribution.Logistic;
import org.latentzoo.eval.Metric;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** mean KL = mutual information + aggregate KL, with 0 <= mutual information <= log N. */
class AggregatePosteriorTest {
  private static final double SIGMAS = 4;

  private static INDArray normal(int rows, int columns, double mean, double deviation, long seed) {
    var array = Nd4j.zeros(DataType.DOUBLE, rows, columns);
    new NoiseSource(seed).normal(array, "posteriors");
    return array.muli(deviation).addi(mean);
  }

  private static void requireNear(double truth, Metric metric, double mostError) {
    assertTrue(metric.standardError() <= mostError, metric::toString);
    assertEquals(truth, metric.mean(), SIGMAS * metric.standardError() + 1e-9);
  }

  /** Three dimensions, posteriors from far apart to all but equal to the prior. */
  @ParameterizedTest
  @CsvSource({"3, -4", "1, -1", "0.3, -0.2", "0.01, 0"})
  void bothTermsKeepTheirBounds(double spread, double logVariance) {
    var posteriors =
        PosteriorRows.normals(
            DataType.DOUBLE, normal(60, 3, 0, spread, 1), normal(60, 3, logVariance, 0.1, 2));
    var estimate = posteriors.estimate(200, 1);
    var information = estimate.mutualInformation();
    double slack = SIGMAS * information.standardError();
    double meanKl = information.mean() + estimate.kl().mean();
    assertTrue(information.mean() >= -slack);
    assertTrue(information.mean() <= estimate.logN() + slack);
    assertTrue(estimate.kl().mean() >= -slack);
    assertTrue(estimate.kl().mean() <= meanKl + slack);
    assertTrue(meanKl <= estimate.kl().mean() + estimate.logN() + slack);
    assertEquals(meanKl(posteriors), meanKl, 1e-9);
  }

  private static double meanKl(PosteriorRows posteriors) {
    int n = (int) posteriors.rows().count();
    var inference = posteriors.instance().inference(List.of(Head.KL), n);
    inference.execution().input(Model.DATA).assign(posteriors.rows().matrix());
    inference.execution().run();
    return inference.answer(Head.KL).meanNumber().doubleValue();
  }

  @Test
  void identicalRowsShareNothing() {
    var ones = Nd4j.ones(DataType.DOUBLE, 40, 1);
    var mean = ones.mmul(normal(1, 5, 0, 2, 3));
    var posteriors = PosteriorRows.normals(DataType.DOUBLE, mean, mean.mul(-0.3));
    var estimate = posteriors.estimate(20, 1);
    requireNear(0, estimate.mutualInformation(), 1e-9);
    assertEquals(meanKl(posteriors), estimate.kl().mean(), 1e-9);
    assertEquals(0, estimate.units().count());
  }

  /** Ten standard deviations apart and more: a code names its row. */
  @Test
  void separatedPosteriorsNameTheirRow() {
    int n = 700;
    var mean = Nd4j.linspace(DataType.DOUBLE, -350.0, 1.0, n).reshape(n, 1);
    for (var dtype : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      var posteriors = PosteriorRows.normals(dtype, mean, mean.mul(0).sub(2 * Math.log(20)));
      var estimate = posteriors.estimate(3, 1);
      requireNear(Math.log(n), estimate.mutualInformation(), 1e-9);
      assertEquals(1, estimate.units().count());
    }
  }

  /** Several batches of rows and blocks of codes, the last of both short. */
  @ParameterizedTest
  @CsvSource({"FLOAT, 1203, 15", "DOUBLE, 1203, 15", "DOUBLE, 501, 40", "DOUBLE, 1, 5"})
  void manyRowsReachTheIntegral(DataType dtype, int n, int draws) {
    var mean = normal(n, 1, 0.5, 1.5, 4);
    var logVariance = normal(n, 1, -2, 0.5, 5);
    var truth = Truth.of(mean, logVariance, AggregatePosteriorTest::normal);
    var estimate = PosteriorRows.normals(dtype, mean, logVariance).estimate(draws, 1);
    assertEquals(n, estimate.rows());
    requireNear(truth.information, estimate.mutualInformation(), 0.01);
    requireNear(truth.aggregateKl, estimate.kl(), 0.01);
  }

  /** Where the KL has no closed form it is estimated at the same codes. */
  @Test
  void otherFamiliesReachTheIntegral() {
    requireIntegrals(Laplace::new, AggregatePosteriorTest::laplace);
    requireIntegrals(Logistic::new, AggregatePosteriorTest::logistic);
  }

  private static void requireIntegrals(PosteriorRows.Family family, DoubleBinaryOperator density) {
    var location = normal(30, 1, 0, 1.5, 6);
    var logScale = normal(30, 1, -1, 0.3, 7);
    var truth = Truth.of(location, logScale, density);
    var estimate = PosteriorRows.of(DataType.DOUBLE, family, location, logScale).estimate(3000, 1);
    requireNear(truth.information, estimate.mutualInformation(), 3e-3);
    requireNear(truth.aggregateKl, estimate.kl(), 1e-2);
  }

  @Test
  void oneCodeARowIsRefused() {
    var posteriors =
        PosteriorRows.normals(DataType.DOUBLE, normal(2, 1, 0, 1, 1), normal(2, 1, 0, 1, 2));
    var error = assertThrows(UserException.class, () -> posteriors.estimate(1, 1));
    assertEquals(
        "The number of codes a row must be at least 2, got 1. Ask for more.", error.getMessage());
  }

  /** log q(d) of a deviation and a log variance. */
  private static double normal(double deviation, double logVariance) {
    double square = deviation * deviation * Math.exp(-logVariance);
    return -(square + logVariance + Math.log(2 * Math.PI)) / 2;
  }

  private static double laplace(double deviation, double logScale) {
    return -Math.abs(deviation) * Math.exp(-logScale) - logScale - Math.log(2);
  }

  private static double logistic(double deviation, double logScale) {
    return -logScale - 2 * Math.log(2 * Math.cosh(deviation * Math.exp(-logScale) / 2));
  }

  /** Both terms of codes on a line, integrated. */
  private record Truth(double information, double aggregateKl) {
    private static final Quadrature LINE = new Quadrature(25, 10_000);

    static Truth of(INDArray location, INDArray logScale, DoubleBinaryOperator logDensity) {
      var at = location.toDoubleVector();
      var scale = logScale.toDoubleVector();
      double information = 0;
      double aggregateKl = 0;
      for (double z : LINE.grid().toDoubleVector()) {
        double mixture = 0;
        double surprise = 0;
        for (int n = 0; n < at.length; n++) {
          double log = logDensity.applyAsDouble(z - at[n], scale[n]);
          mixture += Math.exp(log) / at.length;
          surprise += Math.exp(log) * log / at.length;
        }
        if (mixture > 0) {
          information += (surprise - mixture * Math.log(mixture)) * LINE.step();
          aggregateKl += mixture * (Math.log(mixture) - normal(z, 0)) * LINE.step();
        }
      }
      return new Truth(information, aggregateKl);
    }
  }
}
