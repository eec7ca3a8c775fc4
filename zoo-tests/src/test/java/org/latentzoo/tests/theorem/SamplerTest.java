package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.latentzoo.distribution.Bernoulli;
import org.latentzoo.distribution.Categorical;
import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.distribution.Distribution;
import org.latentzoo.distribution.Laplace;
import org.latentzoo.distribution.Logistic;
import org.latentzoo.distribution.LowRankNormal;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.tests.Evaluation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Samples have the mean, and -log p of them the mean that is the entropy. */
class SamplerTest {
  private static final int SAMPLES = 50_000;
  private static final double SIGMAS = 5;

  private final Evaluation value = new Evaluation();

  /** One row of parameters for every sample. */
  private SDVariable repeated(double... row) {
    var ones = Nd4j.ones(DataType.DOUBLE, SAMPLES, 1);
    return value.feed(ones.mmul(Nd4j.create(row, new long[] {1, row.length}, 'c')));
  }

  private INDArray samples(Distribution p, long... shape) {
    var noise = Nd4j.zeros(DataType.DOUBLE, shape);
    p.noise().fill(noise, new NoiseSource(9), "sampler");
    return value.of(p.sample(value.feed(noise)));
  }

  private void requireMean(INDArray samples, Distribution p) {
    var mean = value.of(p.mean());
    for (int j = 0; j < samples.columns(); j++) {
      var column = samples.getColumn(j).toDoubleVector();
      double expected = mean.rank() == 1 ? mean.getDouble(j) : mean.getDouble(0, j);
      requireEqualMean(expected, column, "mean " + j);
    }
  }

  private void requireEntropy(INDArray samples, Distribution p) {
    var surprise = value.of(p.logProb(value.feed(samples)).neg()).toDoubleVector();
    requireEqualMean(value.of(p.entropy()).getDouble(0), surprise, "entropy");
  }

  private static void requireEqualMean(double expected, double[] values, String what) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double error = Math.sqrt(squares) / values.length;
    assertTrue(error > 0, what + " does not vary");
    assertEquals(expected, mean, SIGMAS * error, what);
  }

  @Test
  void normal() {
    var p = new DiagonalNormal(repeated(1, -2), repeated(-1, 0.7));
    var samples = samples(p, SAMPLES, 2);
    requireMean(samples, p);
    requireEntropy(samples, p);
  }

  @Test
  void laplace() {
    var p = new Laplace(repeated(1, -2), repeated(-1, 0.7));
    var samples = samples(p, SAMPLES, 2);
    requireMean(samples, p);
    requireEntropy(samples, p);
  }

  @Test
  void logistic() {
    var p = new Logistic(repeated(1, -2), repeated(-1, 0.7));
    var samples = samples(p, SAMPLES, 2);
    requireMean(samples, p);
    requireEntropy(samples, p);
  }

  @Test
  void bernoulli() {
    var p = new Bernoulli(repeated(1, -2));
    var samples = samples(p, SAMPLES, 2);
    requireMean(samples, p);
    requireEntropy(samples, p);
  }

  @Test
  void categorical() {
    int classes = 3;
    var logits = value.of(repeated(1, -2, 0.3, 0, 0, 2)).reshape(SAMPLES, 2, classes);
    var p = new Categorical(value.feed(logits), classes);
    var samples = samples(p, SAMPLES, 2, classes);
    requireEntropy(samples, p);
    var probabilities = value.of(p.probabilities());
    for (int g = 0; g < 2; g++) {
      for (int c = 0; c < classes; c++) {
        var chosen = samples.getColumn(g).eq(c).castTo(DataType.DOUBLE).toDoubleVector();
        requireEqualMean(probabilities.getDouble(0, g, c), chosen, "class " + c);
      }
    }
  }

  @Test
  void lowRankNormal() {
    var w = Nd4j.create(new double[] {1, 0.5, -0.3, 2, 0.1, 0.7}, new long[] {3, 2}, 'c');
    var p =
        new LowRankNormal(
            value.feed(w),
            value.feed(Nd4j.createFromArray(1.0, -2, 3)),
            value.feed(Nd4j.scalar(-0.4)),
            3,
            2);
    var samples = samples(p, SAMPLES, 5);
    requireMean(samples, p);
    requireEntropy(samples, p);
  }

  /** The least and the largest number that uniform noise can be, in float. */
  @Test
  void samplesAtTheEndsOfTheUnitIntervalAreFinite() {
    var ends = Nd4j.createFromArray(0x1p-24, 1 - 0x1p-24).reshape(1, 2);
    var single = new Evaluation(DataType.FLOAT);
    var zeros = single.feed(Nd4j.zeros(DataType.DOUBLE, 1, 2));
    for (var p : new Distribution[] {new Laplace(zeros, zeros), new Logistic(zeros, zeros)}) {
      double size = single.of(p.sample(single.feed(ends))).amaxNumber().doubleValue();
      assertTrue(size > 15 && size < 17, () -> p.getClass().getSimpleName() + " " + size);
    }
  }
}
