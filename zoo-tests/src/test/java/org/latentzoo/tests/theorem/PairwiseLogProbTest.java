package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.distribution.FullNormal;
import org.latentzoo.distribution.Laplace;
import org.latentzoo.distribution.Logistic;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.tests.Evaluation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The density of every code under every row is that of one code under one row, each time. */
class PairwiseLogProbTest {
  private static INDArray normal(String name, int rows, int columns) {
    var array = Nd4j.zeros(DataType.DOUBLE, rows, columns);
    new NoiseSource(3).normal(array, name);
    return array;
  }

  /** One family's densities from arrays: all pairs, or row by row. */
  private record Family(String name, Densities pairwise, Densities logProb) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** From locations, log scales and codes. */
  private interface Densities {
    SDVariable of(SDVariable location, SDVariable logScale, SDVariable codes);
  }

  static Stream<Family> families() {
    return Stream.of(
        new Family(
            "normal",
            (m, s, z) -> new DiagonalNormal(m, s).pairwiseLogProb(z),
            (m, s, z) -> new DiagonalNormal(m, s).logProb(z)),
        new Family(
            "laplace",
            (m, s, z) -> new Laplace(m, s).pairwiseLogProb(z),
            (m, s, z) -> new Laplace(m, s).logProb(z)),
        new Family(
            "logistic",
            (m, s, z) -> new Logistic(m, s).pairwiseLogProb(z),
            (m, s, z) -> new Logistic(m, s).logProb(z)));
  }

  @ParameterizedTest
  @MethodSource("families")
  void equalsLogProbRowByRow(Family family) {
    for (int[] size : new int[][] {{5, 7, 3}, {1, 1, 1}, {4, 1, 2}, {1, 6, 2}, {3, 4, 1}}) {
      var location = normal("location", size[0], size[2]);
      var logScale = normal("scale", size[0], size[2]);
      var codes = normal("codes", size[1], size[2]).mul(2);
      var value = new Evaluation();
      var all =
          value.of(
              family.pairwise.of(value.feed(location), value.feed(logScale), value.feed(codes)));
      assertArrayEquals(new long[] {size[0], size[1]}, all.shape());
      for (int m = 0; m < size[1]; m++) {
        var one = new Evaluation();
        var repeated = Nd4j.ones(DataType.DOUBLE, size[0], 1).mmul(codes.getRow(m, true));
        var expected =
            one.of(family.logProb.of(one.feed(location), one.feed(logScale), one.feed(repeated)));
        requireEqual(expected, all.getColumn(m), 1e-12);
      }
    }
  }

  @Test
  void ofFullNormalsEqualsLogProbRowByRow() {
    for (int[] size : new int[][] {{5, 7, 3}, {1, 1, 1}, {4, 1, 2}, {3, 4, 1}}) {
      var mean = normal("location", size[0], size[2]);
      var root = normal("root", size[2], size[2] + 2);
      var covariance = root.mmul(root.transpose());
      var codes = normal("codes", size[1], size[2]).mul(2);
      Function<Evaluation, FullNormal> q =
          value -> new FullNormal(value.feed(mean), value.feed(covariance), size[2]);
      var value = new Evaluation();
      var all = value.of(q.apply(value).pairwiseLogProb(value.feed(codes)));
      assertArrayEquals(new long[] {size[0], size[1]}, all.shape());
      for (int m = 0; m < size[1]; m++) {
        var one = new Evaluation();
        var repeated = Nd4j.ones(DataType.DOUBLE, size[0], 1).mmul(codes.getRow(m, true));
        var expected = one.of(q.apply(one).logProb(one.feed(repeated)));
        requireEqual(expected, all.getColumn(m), 1e-11);
      }
    }
  }

  /** One variance for all rows and units, as a decoder has it. */
  @Test
  void aVarianceMayBroadcast() {
    var mean = normal("location", 4, 3);
    var codes = normal("codes", 5, 3);
    var one = new Evaluation();
    var shared =
        one.of(
            new DiagonalNormal(one.feed(mean), one.feed(Nd4j.scalar(-0.7)))
                .pairwiseLogProb(one.feed(codes)));
    var other = new Evaluation();
    var full =
        other.of(
            new DiagonalNormal(other.feed(mean), other.feed(mean.mul(0).sub(0.7)))
                .pairwiseLogProb(other.feed(codes)));
    requireEqual(full, shared, 1e-12);
  }

  /** A graph in float answers as one in double does, where the terms that cancel reach 1e6. */
  @ParameterizedTest
  @CsvSource({"-4, 3", "-6, 3", "-8, 3"})
  void floatGraphsLoseNothingByCancellation(double logVariance, double spread) {
    int units = 50;
    var mean = single(normal("location", 20, units).mul(spread));
    var logVariances = single(mean.mul(0).add(logVariance));
    var codes = single(mean.add(normal("noise", 20, units).mul(Math.exp(logVariance / 2))));
    var own = new INDArray[2];
    for (int i = 0; i < 2; i++) {
      var value = new Evaluation(i == 0 ? DataType.FLOAT : DataType.DOUBLE);
      var q = new DiagonalNormal(value.feed(mean), value.feed(logVariances));
      own[i] = Nd4j.diag(value.of(q.pairwiseLogProb(value.feed(codes))));
    }
    var direct = new Evaluation();
    var q = new DiagonalNormal(direct.feed(mean), direct.feed(logVariances));
    requireEqual(direct.of(q.logProb(direct.feed(codes))), own[0], 1e-8);
    requireEqual(own[1], own[0], 1e-12);
  }

  /** Rounded to float. */
  private static INDArray single(INDArray array) {
    return array.castTo(DataType.FLOAT).castTo(DataType.DOUBLE);
  }

  private static void requireEqual(INDArray expected, INDArray actual, double tolerance) {
    var wanted = expected.ravel().toDoubleVector();
    var got = actual.ravel().toDoubleVector();
    assertEquals(wanted.length, got.length);
    for (int i = 0; i < wanted.length; i++) {
      assertEquals(wanted[i], got[i], tolerance * Math.max(1, Math.abs(wanted[i])));
    }
  }
}
