package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.latentzoo.distribution.Bernoulli;
import org.latentzoo.distribution.DiscretePosterior;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.distribution.OneHot;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.tests.Evaluation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Laws of discrete codes against sums over all codes there are. */
class OneHotTest {
  private static final double EXACT = 1e-12;

  private final Evaluation value = new Evaluation();

  private SDVariable logits(String name, long rows, long width) {
    var logits = Nd4j.zeros(DataType.DOUBLE, rows, width);
    new NoiseSource(5).normal(logits, name);
    return value.feed(logits);
  }

  /** 2 choices among 3, {@code [9, 6]}. */
  private static INDArray choices() {
    var codes = Nd4j.zeros(DataType.DOUBLE, 9, 6);
    for (int m = 0; m < 9; m++) {
      codes.putScalar(m, m % 3, 1).putScalar(m, 3 + m / 3, 1);
    }
    return codes;
  }

  private static INDArray bits() {
    return Nd4j.create(new double[][] {{0, 0}, {1, 0}, {0, 1}, {1, 1}});
  }

  /** Sums to 1, and has the mean, variance, entropy and KL that are said. */
  private void requireSums(
      DiscretePosterior q, DiscretePosterior p, SDVariable kl, INDArray codes, long rows) {
    var z = value.feed(codes);
    var logQ = value.of(q.pairwiseLogProb(z));
    var logP = value.of(p.pairwiseLogProb(z));
    for (int b = 0; b < rows; b++) {
      double[] log = logQ.getRow(b).toDoubleVector();
      double[] other = logP.getRow(b).toDoubleVector();
      var weights = Arrays.stream(log).map(Math::exp).toArray();
      double entropy = 0;
      double divergence = 0;
      var mean = Nd4j.zeros(DataType.DOUBLE, codes.columns());
      for (int m = 0; m < weights.length; m++) {
        entropy -= weights[m] * log[m];
        divergence += weights[m] * (log[m] - other[m]);
        mean.addi(codes.getRow(m).mul(weights[m]));
      }
      assertEquals(1, Arrays.stream(weights).sum(), EXACT);
      assertEquals(entropy, value.of(q.entropy()).getDouble(b), EXACT);
      assertEquals(divergence, value.of(kl).getDouble(b), EXACT);
      assertArrayEquals(
          mean.toDoubleVector(), value.of(q.mean()).getRow(b).toDoubleVector(), EXACT);
      assertArrayEquals(
          mean.mul(mean.rsub(1)).toDoubleVector(),
          value.of(q.variance()).getRow(b).toDoubleVector(),
          EXACT);
    }
  }

  @Test
  void choicesSumOverAllCodes() {
    var q = new OneHot(logits("q", 3, 6), 2, 3);
    var p = new OneHot(logits("p", 3, 6), 2, 3);
    requireSums(q, p, KullbackLeibler.of(q, p), choices(), 3);
  }

  @Test
  void bitsSumOverAllCodes() {
    var q = new Bernoulli(logits("q", 3, 2));
    var p = new Bernoulli(logits("p", 3, 2));
    requireSums(q, p, KullbackLeibler.of(q, p), bits(), 3);
  }

  /** A code under its own row is the diagonal of all codes under all rows. */
  @Test
  void rowsAreTheDiagonalOfPairs() {
    var q = new OneHot(logits("q", 9, 6), 2, 3);
    var z = value.feed(choices());
    var pairs = value.of(q.pairwiseLogProb(z));
    var own = value.of(q.logProb(z)).toDoubleVector();
    for (int i = 0; i < own.length; i++) {
      assertEquals(pairs.getDouble(i, i), own[i], EXACT);
    }
  }

  /** Each unit is shifted by its own largest logit: another's would overflow. */
  @Test
  void unitsOfOtherScalesStayFinite() {
    var l = Nd4j.create(new double[][] {{0, 1, 2, 1000, 2000, 3000}});
    var q = new OneHot(value.feed(l), 2, 3);
    var expected = new double[] {-2.4076, -1.4076, -0.4076, -2000, -1000, 0};
    var actual = value.of(q.logProbabilities()).ravel().toDoubleVector();
    assertArrayEquals(expected, actual, 1e-4);
  }

  /** Codes are drawn as often as they are likely, and relaxations end at them. */
  @Test
  void samplesHaveTheMeanAndRelaxationsTendToThem() {
    int draws = 20_000;
    var ones = Nd4j.ones(DataType.DOUBLE, draws, 1);
    var row = Nd4j.zeros(DataType.DOUBLE, 1, 6);
    new NoiseSource(5).normal(row, "row");
    var noise = Nd4j.zeros(DataType.DOUBLE, draws, 6);
    new NoiseSource(6).uniform(noise, "u");
    for (var q :
        new DiscretePosterior[] {
          new OneHot(value.feed(ones.mmul(row)), 2, 3), new Bernoulli(value.feed(ones.mmul(row)))
        }) {
      var u = value.feed(noise);
      var z = value.of(q.sample(u));
      var mean = value.of(q.mean()).getRow(0).toDoubleVector();
      for (int i = 0; i < mean.length; i++) {
        double error = Math.sqrt(mean[i] * (1 - mean[i]) / draws);
        assertEquals(mean[i], z.getColumn(i).meanNumber().doubleValue(), 4.5 * error);
      }
      var soft = value.of(q.relaxed(u, 1e-3));
      double off =
          Arrays.stream(soft.sub(z).ravel().toDoubleVector())
              .map(Math::abs)
              .average()
              .orElseThrow();
      assertEquals(0, off, 1e-3, q.getClass().getSimpleName());
    }
  }
}
