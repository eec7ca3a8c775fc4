package org.latentzoo.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels of transcendental functions beside those of {@link StrictMath}, in double. */
class ExponentialsTest {
  private static final int N = 1000;
  private static final int BLOCKS = 200;

  private static final float[] EDGES = {
    0,
    1,
    -1,
    -2,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    88.72f,
    88.73f,
    -103.9f,
    -104.1f,
    1e-8f,
    -1e-8f,
    -0.99999994f
  };

  private enum Function {
    EXP(Kernels::exp, StrictMath::exp, 1),
    LOG(Kernels::log, StrictMath::log, 1),
    LOG1P(Kernels::log1p, StrictMath::log1p, 1),
    TANH(Kernels::tanh, StrictMath::tanh, 3),
    SIGMOID(Kernels::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), 3),
    ELU(Kernels::elu, x -> x > 0 ? x : StrictMath.expm1(x), 3);

    private final Kernel kernel;
    private final DoubleUnaryOperator exact;
    private final double units;

    /** Within so many units in the last place. */
    Function(Kernel kernel, DoubleUnaryOperator exact, double units) {
      this.kernel = kernel;
      this.exact = exact;
      this.units = units;
    }

    float[] of(float[] x) {
      var y = new float[x.length];
      kernel.apply(x, x, y, new float[x.length], x.length);
      return y;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EXP, -1, 1",
    "EXP, -87, 88.7",
    "EXP, -104, -87",
    "LOG, 0.5, 2",
    "LOG, 0, 1e-38",
    "LOG, 0, 1e30",
    "LOG1P, -1e-3, 1e-3",
    "LOG1P, -1, 1",
    "LOG1P, 0, 1e-3",
    "LOG1P, 0, 1",
    "LOG1P, 0, 1e9",
    "TANH, -1e-3, 1e-3",
    "TANH, -1, 1",
    "TANH, -12, 12",
    "SIGMOID, -80, 20",
    "SIGMOID, -1, 1",
    "ELU, -1e-3, 1e-3",
    "ELU, -1, 1",
    "ELU, -30, 10"
  })
  void isExactToAFewUnits(Function function, float from, float to) {
    var random = new SplittableRandom(1);
    for (int block = 0; block < BLOCKS; block++) {
      var x = new float[N];
      for (int i = 0; i < N; i++) {
        x[i] = (float) (from + (to - from) * random.nextDouble());
      }
      var y = function.of(x);
      for (int i = 0; i < N; i++) {
        double exact = function.exact.applyAsDouble(x[i]);
        assertEquals(exact, y[i], function.units * Math.ulp((float) exact), "at " + x[i]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"EXP", "LOG", "LOG1P", "TANH", "ELU"})
  void hasTheEdgesOfTheExactFunction(Function function) {
    var y = function.of(EDGES);
    for (int i = 0; i < EDGES.length; i++) {
      float exact = (float) function.exact.applyAsDouble(EDGES[i]);
      double units = Float.isFinite(exact) ? function.units * Math.ulp(exact) : 0;
      assertEquals(exact, y[i], units, "at " + EDGES[i]);
    }
  }

  @Test
  void sigmoidGoesFromZeroToOne() {
    var y = Function.SIGMOID.of(new float[] {Float.NEGATIVE_INFINITY, -200, 0, 200, Float.NaN});
    assertEquals(0, y[0]);
    assertEquals(0, y[1]);
    assertEquals(0.5f, y[2]);
    assertEquals(1, y[3]);
    assertTrue(Float.isNaN(y[4]));
  }

  @Test
  void signIsThatOfTheSmallestNumbersToo() {
    var x = new float[] {Float.MIN_VALUE, -Float.MIN_VALUE, 0, Float.POSITIVE_INFINITY, -3};
    var y = new float[x.length];
    Kernels.sign(x, x, y, new float[0], x.length);
    for (int i = 0; i < x.length; i++) {
      assertEquals(Math.signum(x[i]), y[i]);
    }
  }
}
