package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.distribution.Distribution;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.distribution.Laplace;
import org.latentzoo.distribution.Logistic;
import org.latentzoo.tests.Evaluation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Densities of one dimension, integrated over it. */
class ContinuousDensityTest {
  private static final Quadrature FINE = new Quadrature(60, 120_000);

  /** The midpoint rule's error at the kink of a Laplace density is h^2. */
  private static final double TOLERANCE = 1e-6;

  private final Evaluation value = new Evaluation();
  private final INDArray x = FINE.grid();

  private interface Family extends BiFunction<SDVariable, SDVariable, Distribution> {}

  static Stream<Arguments> families() {
    return Stream.<Family>of(DiagonalNormal::new, Laplace::new, Logistic::new)
        .flatMap(f -> Stream.of(Arguments.of(f, 0.4, -0.7), Arguments.of(f, -1.3, 0.9)));
  }

  private SDVariable column(double number) {
    return value.feed(Nd4j.valueArrayOf(new long[] {FINE.points(), 1}, number, DataType.DOUBLE));
  }

  private INDArray logProb(Distribution p) {
    return value.of(p.logProb(value.feed(x)));
  }

  @ParameterizedTest
  @MethodSource("families")
  void integratesToOne(Family family, double mean, double spread) {
    var density = Transforms.exp(logProb(family.apply(column(mean), column(spread))));
    assertEquals(1, FINE.integral(density), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("families")
  void hasItsMeanAndEntropy(Family family, double mean, double spread) {
    var p = family.apply(column(mean), column(spread));
    var logDensity = logProb(p);
    var density = Transforms.exp(logDensity);
    double first = FINE.integral(density.mul(x.reshape(FINE.points())));
    assertEquals(value.of(p.mean()).getDouble(0), first, TOLERANCE);
    double entropy = -FINE.integral(density.mul(logDensity));
    assertEquals(value.of(p.entropy()).getDouble(0), entropy, TOLERANCE);
  }

  private double divergence(Distribution q, Distribution p) {
    var logQ = logProb(q);
    return FINE.integral(Transforms.exp(logQ, true).mul(logQ.sub(logProb(p))));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void divergenceOfNormals(double mean, double spread) {
    var q = new DiagonalNormal(column(mean), column(spread));
    var p = new DiagonalNormal(column(-0.2), column(0.5));
    var standard = new DiagonalNormal(column(0), column(0));
    double general = value.of(KullbackLeibler.of(q, p)).getDouble(0);
    assertEquals(divergence(q, p), general, TOLERANCE);
    double toStandard = value.of(KullbackLeibler.toStandardNormal(q)).getDouble(0);
    assertEquals(divergence(q, standard), toStandard, TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void divergenceOfLaplaces(double mean, double spread) {
    var q = new Laplace(column(mean), column(spread));
    var p = new Laplace(column(-0.2), column(0.5));
    assertEquals(divergence(q, p), value.of(KullbackLeibler.of(q, p)).getDouble(0), TOLERANCE);
  }

  static Stream<Arguments> pairs() {
    return Stream.of(Arguments.of(0.4, -0.7), Arguments.of(-1.3, 0.9), Arguments.of(-0.2, 0.5));
  }
}
