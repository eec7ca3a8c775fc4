package org.latentzoo.tests.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.random.Words;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NoiseSourceTest {
  private static final int N = 200_000;
  private static final double SIGMAS = 5;

  private final NoiseSource source = new NoiseSource(1);

  private double[] normal(int length, String stream, long... counters) {
    var out = Nd4j.zeros(DataType.DOUBLE, length);
    source.normal(out, stream, counters);
    return out.toDoubleVector();
  }

  private INDArray uniform(DataType dtype) {
    var out = Nd4j.zeros(dtype, N);
    source.uniform(out, "u");
    return out;
  }

  private static double moment(double[] values, int power) {
    return Arrays.stream(values).map(v -> Math.pow(v, power)).average().orElseThrow();
  }

  /** E[z^k] = 0, 1, 0, 3; Var[z^k] = E[z^2k] - E[z^k]^2 = 1, 2, 15, 96. */
  @Test
  void normalDrawsHaveTheirFourMoments() {
    var z = normal(N, "z");
    double[] means = {0, 1, 0, 3};
    double[] variances = {1, 2, 15, 96};
    for (int k = 1; k <= 4; k++) {
      double error = Math.sqrt(variances[k - 1] / N);
      assertEquals(means[k - 1], moment(z, k), SIGMAS * error, "moment " + k);
    }
  }

  /** E[u^k] = 1 / (k + 1). */
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void uniformDrawsHaveTheirMomentsAndStayInside(DataType dtype) {
    var u = uniform(dtype).toDoubleVector();
    for (int k = 1; k <= 4; k++) {
      double variance = 1 / (2.0 * k + 1) - 1 / ((k + 1.0) * (k + 1));
      assertEquals(1 / (k + 1.0), moment(u, k), SIGMAS * Math.sqrt(variance / N), "moment " + k);
    }
    assertTrue(Arrays.stream(u).allMatch(v -> v > 0 && v < 1));
  }

  /** Both ends are left out: every float draw is an odd multiple of 2^-24. */
  @Test
  void floatDrawsAreOddMultiplesOfTheirUnit() {
    var u = uniform(DataType.FLOAT).toDoubleVector();
    assertTrue(Arrays.stream(u).map(v -> v * 0x1p24).allMatch(v -> v % 2 == 1));
  }

  /** Neighbouring epochs, batches, seeds and names. */
  @Test
  void differentKeysAreUncorrelated() {
    int length = 2000;
    var draws = new double[40][];
    for (int i = 0; i < 20; i++) {
      draws[i] = normal(length, "loss", i, 0);
      draws[20 + i] = normal(length, "loss" + (char) ('a' + i), 0, i);
    }
    for (int i = 0; i < draws.length; i++) {
      for (int j = 0; j < i; j++) {
        double sum = 0;
        for (int n = 0; n < length; n++) {
          sum += draws[i][n] * draws[j][n];
        }
        assertEquals(0, sum / Math.sqrt(length), SIGMAS, i + " and " + j);
      }
    }
  }

  /** The draws of neighbouring keys at one place in the stream. */
  @Test
  void firstDrawsOfNeighbouringKeysAreUncorrelated() {
    double lagged = 0;
    double previous = normal(1, "loss", -1)[0];
    int pairs = 20_000;
    for (int i = 0; i < pairs; i++) {
      double next = normal(1, "loss", i)[0];
      lagged += previous * next;
      previous = next;
    }
    assertEquals(0, lagged / Math.sqrt(pairs), SIGMAS);
  }

  /** "Aa" and "BB" have one hashCode; so have "loss.AaAa" and "loss.BBBB". */
  @Test
  void everyCharacterAndEveryCounterCounts() {
    var keys = new HashSet<Long>();
    int made = 0;
    for (var stream : Set.of("", "Aa", "BB", "loss.AaAa", "loss.BBBB", "loss.AaBB", "a", "ab")) {
      for (long[] counters :
          new long[][] {{}, {0}, {-1}, {1}, {0, 0}, {0, 1}, {1, 0}, {1, 2, 3}, {3, 2, 1}}) {
        keys.add(source.generator(stream, counters).nextLong());
        made++;
      }
    }
    keys.add(new NoiseSource(2).generator("").nextLong());
    assertEquals(made + 1, keys.size());
  }

  @Test
  void aDrawDoesNotDependOnEarlierOnes() {
    var before = normal(3, "z", 7);
    normal(100, "other");
    assertArrayEquals(before, normal(3, "z", 7));
  }

  @Test
  void wordsAreThoseOfTheGenerator() {
    var random = source.generator("w", 4);
    var expected = random.longs(1_303).toArray();
    var drawn = new long[1_300];
    var words = source.wordsAfter(3, "w", 4);
    for (int at = 0, n = 1;
        at < drawn.length;
        at += n, n = Math.min(Words.BLOCK, drawn.length - at)) {
      var some = new long[n];
      words.next(some, n);
      System.arraycopy(some, 0, drawn, at, n);
    }
    assertArrayEquals(Arrays.copyOfRange(expected, 3, expected.length), drawn);
  }

  @Test
  void uniformDrawsAreThoseOfTheGenerator() {
    var u = Nd4j.zeros(DataType.FLOAT, 20_001);
    source.uniform(u, "u", 5);
    var random = source.generator("u", 5);
    for (int i = 0; i < u.length(); i++) {
      assertEquals((random.nextLong() >>> 40 | 1) * 0x1p-24, u.getDouble(i));
    }
  }

  /** Saved runs resume only while the generator stays as it is: change it knowingly. */
  @Test
  void valuesAreThoseOfTheFirstRelease() {
    assertArrayEquals(
        new double[] {-0.884354846367855, 0.8150841202393958, 0.3513849198485975},
        normal(3, "golden", 1, 2));
    var u = Nd4j.zeros(DataType.FLOAT, 3);
    source.uniform(u, "golden");
    assertArrayEquals(new float[] {0.22549337f, 0.72456867f, 0.2280063f}, u.toFloatVector());
  }
}
