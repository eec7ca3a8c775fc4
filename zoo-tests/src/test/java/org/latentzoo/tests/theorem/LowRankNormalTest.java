package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.distribution.LowRankNormal;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.tests.Differences;
import org.latentzoo.tests.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Woodbury and the determinant lemma against the dense covariance. */
class LowRankNormalTest {
  private static final int ROWS = 3;
  private static final NoiseSource SOURCE = new NoiseSource(1);

  private static INDArray draw(String name, long... shape) {
    var array = Nd4j.zeros(DataType.DOUBLE, shape);
    SOURCE.normal(array, name);
    return array;
  }

  private record Case(INDArray w, INDArray b, INDArray logVariance) {
    /** Rows of the model itself. */
    INDArray rows() {
      var z = draw("z", ROWS, w.columns());
      var noise = draw("noise", ROWS, w.rows()).muli(Math.exp(logVariance.getDouble(0) / 2));
      return noise.addi(z.mmul(w.transpose())).addiRowVector(b);
    }
  }

  private static Case scaled(int d, int q, double from, double to) {
    var w = draw("w", d, q);
    for (int j = 0; j < q; j++) {
      w.getColumn(j).muli(from * Math.pow(to / from, q == 1 ? 1 : j / (q - 1.0)));
    }
    return new Case(w, draw("b", d), Nd4j.scalar(Math.log(0.3)));
  }

  /** Columns of W from one scale to another. */
  @ParameterizedTest
  @CsvSource({
    "2, 1, 1, 1",
    "5, 2, 1, 1",
    "12, 7, 1, 1",
    "40, 10, 1, 1",
    "12, 7, 1e-4, 1e-4",
    "12, 7, 1e4, 1e4",
    "12, 7, 1e-4, 1e4",
    "7, 6, 1e-2, 1e2"
  })
  void densityEqualsTheDenseOne(int d, int q, double from, double to) {
    var at = scaled(d, q, from, to);
    var x = at.rows();
    var value = new Evaluation();
    var p = new LowRankNormal(value.feed(at.w), value.feed(at.b), value.feed(at.logVariance), d, q);
    var actual = value.of(p.logProb(value.feed(x)));
    var dense = DenseNormal.of(at.w, at.b, at.logVariance);
    for (int n = 0; n < ROWS; n++) {
      double expected = dense.logProb(x.getRow(n).toDoubleVector());
      assertEquals(expected, actual.getDouble(n), 1e-9 * Math.max(1, Math.abs(expected)));
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 1, 1", "6, 3, 1, 1", "6, 3, 1e-2, 1e2"})
  void gradientEqualsDifferencesOfTheDenseOne(int d, int q, double from, double to) {
    var at = scaled(d, q, from, to);
    var x = at.rows();
    var value = new Evaluation();
    var w = value.learn(at.w);
    var b = value.learn(at.b);
    var v = value.learn(at.logVariance);
    var p = new LowRankNormal(w, b, v, d, q).logProb(value.feed(x)).sum();
    requireGradient(value.gradient(p, w), at, x, at.w, Differences.STEP * from);
    requireGradient(value.gradient(p, b), at, x, at.b, Differences.STEP);
    requireGradient(value.gradient(p, v), at, x, at.logVariance, Differences.STEP);
  }

  private static void requireGradient(
      INDArray actual, Case at, INDArray x, INDArray parameter, double h) {
    var expected = Differences.gradient(() -> total(at, x), parameter, h);
    double scale = Nd4j.createFromArray(expected).amaxNumber().doubleValue();
    var flat = actual.ravel().toDoubleVector();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], flat[i], 1e-6 * scale);
    }
  }

  private static double total(Case at, INDArray x) {
    var dense = DenseNormal.of(at.w, at.b, at.logVariance);
    double sum = 0;
    for (int n = 0; n < ROWS; n++) {
      sum += dense.logProb(x.getRow(n).toDoubleVector());
    }
    return sum;
  }

  /** Equation 7. */
  @Test
  void withoutNoiseThePosteriorMeanIsThePseudoInverse() {
    var at = scaled(6, 3, 1, 1);
    var x = draw("x", ROWS, 6);
    var gram = at.w.transpose().mmul(at.w);
    var code = x.subRowVector(at.b).mmul(at.w);
    for (double sigma2 : new double[] {1e-4, 1e-8}) {
      var value = new Evaluation();
      var logVariance = value.feed(Nd4j.scalar(Math.log(sigma2)));
      var p = new LowRankNormal(value.feed(at.w), value.feed(at.b), logVariance, 6, 3);
      var posterior = p.posterior(value.feed(x));
      var mean = value.of(posterior.mean());
      assertEquals(0, mean.mmul(gram).sub(code).amaxNumber().doubleValue(), 20 * sigma2);
      var variance = value.of(posterior.covariance());
      assertEquals(0, variance.mmul(gram).amaxNumber().doubleValue(), 2 * sigma2);
    }
  }
}
