package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.graph.Ops;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.tests.Differences;
import org.latentzoo.tests.Evaluation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Inverse and log-determinant, whose gradients are our own, at scales where determinants overflow.
 */
class MatrixOpsTest {
  private static INDArray draw(String name, int n) {
    var array = Nd4j.zeros(DataType.DOUBLE, n, n);
    new NoiseSource(3).normal(array, name);
    return array;
  }

  /** Not symmetric, well conditioned, and of either sign of determinant. */
  private static INDArray matrix(int n, double scale) {
    var sign = Nd4j.eye(n).castTo(DataType.DOUBLE).muli(3 * Math.sqrt(n));
    sign.putScalar(0, 0, -sign.getDouble(0, 0));
    return draw("a", n).addi(sign).muli(scale);
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "5, 1", "5, 1e-9", "5, 1e9", "40, 1e-9", "40, 1e9"})
  void inverseTimesTheMatrixIsTheIdentity(int n, double scale) {
    var a = matrix(n, scale);
    var value = new Evaluation();
    var product = value.of(Ops.inverse(value.feed(a), n)).mmul(a);
    assertEquals(0, product.sub(Nd4j.eye(n)).amaxNumber().doubleValue(), 1e-13);
  }

  /** log |det c A| = n log c + log |det A|. */
  @ParameterizedTest
  @CsvSource({"2, 1e-9", "5, 1e9", "40, 1e-9", "40, 1e9"})
  void logDeterminantFollowsTheScale(int n, double scale) {
    var value = new Evaluation();
    double plain = value.of(Ops.logDet(value.feed(matrix(n, 1)), n)).getDouble(0);
    double scaled = value.of(Ops.logDet(value.feed(matrix(n, scale)), n)).getDouble(0);
    assertEquals(plain + n * Math.log(scale), scaled, 1e-10);
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "5, 1", "5, 1e-9", "5, 1e9"})
  void gradientOfTheInverseEqualsDifferences(int n, double scale) {
    var value = new Evaluation();
    var a = value.learn(matrix(n, scale));
    requireGradient(value, a, Ops.inverse(a, n).mul(value.feed(draw("weights", n))), scale);
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "5, 1", "5, 1e-9", "5, 1e9"})
  void gradientOfTheLogDeterminantEqualsDifferences(int n, double scale) {
    var value = new Evaluation();
    var a = value.learn(matrix(n, scale));
    requireGradient(value, a, Ops.logDet(a, n), scale);
  }

  private static void requireGradient(
      Evaluation value, SDVariable a, SDVariable result, double scale) {
    var gradient = value.gradient(result, a);
    var total = result.sum();
    var expected =
        Differences.gradient(
            () -> value.of(total).getDouble(0), a.getArr(), Differences.STEP * scale);
    double size = gradient.amaxNumber().doubleValue();
    assertArrayEquals(expected, gradient.ravel().toDoubleVector(), 1e-6 * size);
  }
}
