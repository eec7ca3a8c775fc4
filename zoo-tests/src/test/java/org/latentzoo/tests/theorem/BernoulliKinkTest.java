package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.distribution.Bernoulli;
import org.latentzoo.tests.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** d log p(x) / dl = x - sigmoid(l), in float, at the kink of |l| and far out. */
class BernoulliKinkTest {
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-30, 1, -1, 100, -100, 1000, -1000})
  void gradientIsTheBitMinusItsProbability(double logit) {
    var value = new Evaluation(DataType.FLOAT);
    var logits = value.learn(Nd4j.createFromArray(logit, logit, logit).reshape(1, 3));
    var x = Nd4j.createFromArray(0, 0.25, 1).reshape(1, 3);
    var logProb = new Bernoulli(logits).logProb(value.feed(x));
    double p = 1 / (1 + Math.exp(-logit));
    assertArrayEquals(
        new double[] {-p, 0.25 - p, 1 - p},
        value.gradient(logProb, logits).ravel().toDoubleVector(),
        1e-6);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 100, 1000})
  void aWrongCertainBitCostsItsLogit(double logit) {
    var value = new Evaluation(DataType.FLOAT);
    var p = new Bernoulli(value.feed(Nd4j.createFromArray(logit, -logit).reshape(1, 2)));
    var x = value.feed(Nd4j.createFromArray(0.0, 1).reshape(1, 2));
    double expected = -2 * (logit + Math.log1p(Math.exp(-logit)));
    assertEquals(expected, value.of(p.logProb(x)).getDouble(0), 1e-6 * Math.max(1, -expected));
  }
}
