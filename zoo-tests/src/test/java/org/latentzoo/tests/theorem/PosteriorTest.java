package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.distribution.Posterior;
import org.latentzoo.distribution.StandardNormal;
import org.latentzoo.graph.Noise;
import org.latentzoo.network.PosteriorFamily;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.tests.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What every family of q(z | x) promises. */
class PosteriorTest {
  private static final int K = 5;
  private static final int ROWS = 3;

  private final Evaluation value = new Evaluation();
  private final NoiseSource source = new NoiseSource(8);

  private INDArray numbers(PosteriorFamily family, double scale, int rows) {
    var numbers = Nd4j.zeros(DataType.DOUBLE, rows, family.numbers(K));
    source.normal(numbers, "numbers");
    return numbers.muli(scale);
  }

  private INDArray noise(Posterior q, int rows) {
    var noise = Nd4j.zeros(DataType.DOUBLE, rows, K);
    q.noise().fill(noise, source, "noise");
    return noise;
  }

  private static double worst(INDArray a, INDArray b) {
    return a.sub(b).amaxNumber().doubleValue();
  }

  @ParameterizedTest
  @EnumSource
  void densityOfASampleIsTheDensityAtIt(PosteriorFamily family) {
    var q = family.of(value.feed(numbers(family, 0.7, ROWS)), K);
    var eps = value.feed(noise(q, ROWS));
    assertEquals(
        0, worst(value.of(q.logProb(q.sample(eps))), value.of(q.logProbOfSample(eps))), 1e-9);
  }

  @ParameterizedTest
  @EnumSource
  void pairwiseDensitiesAreThoseOfEachPair(PosteriorFamily family) {
    var numbers = numbers(family, 0.7, ROWS);
    var codes = Nd4j.zeros(DataType.DOUBLE, 4, K);
    source.normal(codes, "codes");
    var q = family.of(value.feed(numbers), K);
    var pairs = value.of(q.pairwiseLogProb(value.feed(codes)));
    for (int m = 0; m < 4; m++) {
      var one = codes.getRow(m, true).repeat(0, ROWS);
      assertEquals(0, worst(pairs.getColumn(m), value.of(q.logProb(value.feed(one)))), 1e-9);
    }
  }

  /** All numbers at 0: zero mean and unit variance, N(0, I) itself where q is normal. */
  @ParameterizedTest
  @EnumSource
  void startsFromZeroMeanAndUnitVariance(PosteriorFamily family) {
    var q = family.of(value.feed(numbers(family, 0, ROWS)), K);
    assertEquals(0, value.of(q.mean()).amaxNumber().doubleValue(), 0);
    assertEquals(0, worst(value.of(q.variance()), Nd4j.ones(DataType.DOUBLE, ROWS, K)), 1e-12);
    if (q.noise() == Noise.NORMAL) {
      var kl = value.of(KullbackLeibler.toStandardNormal(q));
      assertEquals(0, kl.amaxNumber().doubleValue(), 1e-12);
    }
  }

  /** Monte Carlo, within 4 standard errors: moments, entropy and KL(q || N(0, I)). */
  @ParameterizedTest
  @EnumSource
  void momentsEntropyAndDivergenceAreThoseOfItsSamples(PosteriorFamily family) {
    int n = 40_000;
    var one = numbers(family, 0.7, 1);
    var q = family.of(value.feed(one.repeat(0, n)), K);
    var z = q.sample(value.feed(noise(q, n)));
    var samples = value.of(z);
    var mean = value.of(q.mean()).getRow(0);
    var variance = value.of(q.variance()).getRow(0);
    for (int k = 0; k < K; k++) {
      double mu = mean.getDouble(k);
      var unit = samples.getColumn(k).toDoubleVector();
      requireMean(mu, unit);
      requireMean(
          variance.getDouble(k),
          IntStream.range(0, n).mapToDouble(i -> (unit[i] - mu) * (unit[i] - mu)).toArray());
    }
    var logQ = q.logProb(z);
    requireMean(-value.of(q.entropy()).getDouble(0), value.of(logQ).toDoubleVector());
    requireMean(
        value.of(KullbackLeibler.toStandardNormal(q)).getDouble(0),
        value.of(logQ.sub(StandardNormal.logProb(z))).toDoubleVector());
  }

  private static void requireMean(double expected, double[] values) {
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      double delta = values[i] - mean;
      mean += delta / (i + 1);
      squares += delta * (values[i] - mean);
    }
    double error = Math.sqrt(squares / (values.length - 1) / values.length);
    assertEquals(expected, mean, 4 * error);
  }

  /** The dense normal of the same covariance, by LU. */
  @Test
  void triangularNormalIsTheDenseNormal() {
    var family = PosteriorFamily.FULL_NORMAL;
    var numbers = numbers(family, 0.7, 1);
    var q = family.of(value.feed(numbers), K);
    var root = Nd4j.zeros(DataType.DOUBLE, K, K);
    for (int i = 0; i < K; i++) {
      double d = Math.exp(numbers.getDouble(0, K + i) / 2);
      for (int j = 0; j < i; j++) {
        root.putScalar(i, j, d * numbers.getDouble(0, 2 * K + i * K + j));
      }
      root.putScalar(i, i, d);
    }
    var mean = Arrays.copyOf(numbers.toDoubleMatrix()[0], K);
    var dense = new DenseNormal(root.toDoubleMatrix(), mean, Double.NEGATIVE_INFINITY);
    var z = noise(q, 1);
    double expected = dense.logProb(z.toDoubleMatrix()[0]);
    assertEquals(expected, value.of(q.logProb(value.feed(z))).getDouble(0), 1e-10);
  }
}
