package org.latentzoo.tests.bijector;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentzoo.bijector.Bijector;
import org.latentzoo.bijector.Coupling;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Noise;
import org.latentzoo.model.Model;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.tests.Differences;
import org.latentzoo.tests.bijector.BijectorModel.Way;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What holds of every bijector: one is tested by its line in {@link Cases}. */
class BijectorContractTest {
  private static final int ROWS = 4;

  /** How far parameters are from where they start. */
  private static final double MOVED = 0.3;

  /** The deviation of weights at which networks are saturated. */
  private static final double ORDINARY = 1;

  @Retention(RetentionPolicy.RUNTIME)
  @ParameterizedTest
  @MethodSource("org.latentzoo.tests.bijector.Cases#all")
  private @interface EveryBijector {}

  private static BijectorModel model(Cases f, DataType dtype) {
    return BijectorModel.of(dtype, f.features(), f.context(), f.create()).moved(MOVED);
  }

  private static INDArray rows(Cases f) {
    return rows(f, ROWS);
  }

  private static INDArray rows(Cases f, int count) {
    var rows = Nd4j.zeros(DataType.DOUBLE, count, f.features());
    (f.width() == 0 ? Noise.NORMAL : Noise.UNIFORM).fill(rows, new NoiseSource(2), "x");
    return f.width() == 0 ? rows : rows.muli(f.width());
  }

  private static double largest(INDArray array) {
    return array.amaxNumber().doubleValue();
  }

  @EveryBijector
  void theInverseIsTheInverseAndItsLogDetIsTheNegative(Cases f) {
    var model = model(f, DataType.DOUBLE);
    var x = rows(f);
    var image = model.ask(Way.FORWARD, x);
    var back = model.ask(Way.INVERSE, image.value());
    assertTrue(largest(back.value().sub(x)) < 1e-9, () -> back.value().sub(x).toString());
    assertTrue(largest(back.logDet().add(image.logDet())) < 1e-9);
  }

  /** With a shorter step where a spline has a knot within the longer one. */
  @EveryBijector
  void theLogDetIsThatOfTheNumericJacobian(Cases f) {
    var model = model(f, DataType.DOUBLE);
    var x = rows(f);
    for (var way : Way.values()) {
      var actual = model.ask(way, x).logDet().toDoubleVector();
      double error = Double.POSITIVE_INFINITY;
      for (double h = 1e-3; h > 1e-6 && error > 1e-7; h /= 10) {
        var expected = Nd4j.createFromArray(logDets(model, way, x, h));
        error = largest(expected.sub(Nd4j.createFromArray(actual)));
      }
      double least = error;
      assertTrue(least <= 1e-7, () -> way + " is off by " + least);
    }
  }

  /** log |det J| of each row, J by central differences. */
  private static double[] logDets(BijectorModel model, Way way, INDArray x, double h) {
    int n = (int) x.size(1);
    var jacobians = new double[ROWS][n][n];
    for (int j = 0; j < n; j++) {
      var near = moved(model, way, x, j, h).sub(moved(model, way, x, j, -h)).muli(8);
      var far = moved(model, way, x, j, 2 * h).sub(moved(model, way, x, j, -2 * h));
      var column = near.sub(far).divi(12 * h);
      for (int b = 0; b < ROWS; b++) {
        for (int i = 0; i < n; i++) {
          jacobians[b][i][j] = column.getDouble(b, i);
        }
      }
    }
    return Arrays.stream(jacobians).mapToDouble(BijectorContractTest::logDet).toArray();
  }

  private static INDArray moved(BijectorModel model, Way way, INDArray x, int column, double by) {
    var other = x.dup();
    other.getColumn(column).addi(by);
    return model.ask(way, other).value();
  }

  /** By elimination with the largest pivot. */
  private static double logDet(double[][] a) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      int column = k;
      Arrays.sort(
          a, k, a.length, (p, q) -> Double.compare(Math.abs(q[column]), Math.abs(p[column])));
      sum += Math.log(Math.abs(a[k][k]));
      for (int i = k + 1; i < a.length; i++) {
        double factor = a[i][k] / a[k][k];
        for (int j = k; j < a.length; j++) {
          a[i][j] -= factor * a[k][j];
        }
      }
    }
    return sum;
  }

  /**
   * Of value and log-determinant, both ways, by every parameter and the data, along random
   * directions; with a shorter step where a spline has a knot within the longer one.
   */
  @EveryBijector
  void gradientsEqualDifferences(Cases f) {
    var model = model(f, DataType.DOUBLE);
    var step = model.instance().training(model.phase(), ROWS);
    step.execution().input(Model.DATA).assign(rows(f));
    step.execution().drawNoise(new NoiseSource(8), "context");
    step.execution().run();
    var gradients = new LinkedHashMap<String, INDArray>();
    step.gradient().slices().forEach((name, g) -> gradients.put(name, g.dup('c')));
    DoubleSupplier loss =
        () -> {
          step.execution().run();
          return step.loss();
        };
    model
        .instance()
        .parameters()
        .forEach(
            (name, p) -> {
              for (int n = 0; n < 4; n++) {
                var direction = p.ulike();
                new NoiseSource(12).normal(direction, name, n);
                requireSlope(loss, p, direction, gradients.get(name), name);
              }
            });
  }

  private static void requireSlope(
      DoubleSupplier loss, INDArray p, INDArray direction, INDArray gradient, String name) {
    double actual = gradient.mul(direction).sumNumber().doubleValue();
    double scale = gradient.norm2Number().doubleValue();
    assertTrue(scale > 0, () -> name + ": a gradient of 0");
    double error = Double.POSITIVE_INFINITY;
    for (double h = 1e-3; h > 1e-6 && error > 1e-6 * scale; h /= 10) {
      error = Math.abs(Differences.slope(loss, p, direction, h) - actual);
    }
    double least = error;
    assertTrue(least <= 1e-6 * scale, () -> name + ": off by " + least + " of " + scale);
  }

  @EveryBijector
  void inFloatTheInverseErrorIsSmall(Cases f) {
    double error = inverseError(model(f, DataType.FLOAT), rows(f));
    assertTrue(error < 1e-5, () -> "inverse error " + error);
  }

  /** With conditioners as they start, close to 0: what a stack of layers adds by itself. */
  @ParameterizedTest
  @CsvSource({"8, 1e-5", "100, 1e-3"})
  void inFloatTheInverseErrorOfManyLayersNearTheIdentityIsSmall(int layers, double most) {
    requireSmallError(new Cases("layers", Cases.D, 0, 0, g -> Cases.layers(g, layers)), 500, most);
  }

  /** The same of as many of one kind; a logit, whose rows are in an interval, follows no other. */
  @EveryBijector
  void inFloatTheInverseErrorOfEightNearTheIdentityIsSmall(Cases f) {
    assumeTrue(f.width() == 0);
    requireSmallError(f.repeated(8), 50, 1e-5);
  }

  /** Minutes: graphs of a hundred layers take long to differentiate. */
  @Tag("slow")
  @EveryBijector
  void inFloatTheInverseErrorOfAHundredNearTheIdentityIsSmall(Cases f) {
    assumeTrue(f.width() == 0);
    requireSmallError(f.repeated(100), 50, 1e-3);
  }

  private static void requireSmallError(Cases f, int count, double most) {
    var model = BijectorModel.of(DataType.FLOAT, f.features(), f.context(), f.create());
    double error = inverseError(model.moved(0.02), rows(f, count));
    assertTrue(error < most, () -> "inverse error " + error);
  }

  /**
   * With conditioners of ordinary size, at which log-scales reach their bound, slopes differ by
   * orders of magnitude and multiply: eight layers can stretch the rounding of a code to any size,
   * and no inverse knows better. What it can do is lose no more than that, over 50 rows, so that
   * the worst of one rounding is about as bad as that of one a layer.
   */
  @EveryBijector
  void inFloatTheInverseLosesWhatRoundingTheCodeLoses(Cases f) {
    requireRounding(f.features(), f.context(), rows(f, 50), f.create());
  }

  @Test
  void inFloatTheInverseOfEightLayersLosesWhatRoundingTheCodeLoses() {
    var x = Nd4j.zeros(DataType.DOUBLE, 500, Cases.D);
    new NoiseSource(2).normal(x, "x");
    requireRounding(Cases.D, 0, x, g -> Cases.layers(g, 8));
  }

  /** The round trip in float against the inverse in double of the code rounded to float. */
  private static void requireRounding(
      int features, int context, INDArray rows, Function<Graph, Bijector> create) {
    var single = BijectorModel.of(DataType.FLOAT, features, context, create).moved(ORDINARY);
    var exact = BijectorModel.of(DataType.DOUBLE, features, context, create).moved(ORDINARY);
    var x = rows.castTo(DataType.FLOAT).castTo(DataType.DOUBLE);
    var z = exact.ask(Way.FORWARD, x).value();
    var rounded = z.castTo(DataType.FLOAT).castTo(DataType.DOUBLE);
    double least = largest(exact.ask(Way.INVERSE, rounded).value().sub(x));
    double error = inverseError(single, x);
    assertTrue(error <= 10 * least, () -> error + ", and rounding alone " + least);
  }

  @Test
  void ofOrdinarySizeAConditionerReachesTheBound() {
    var f = Cases.all().findFirst().orElseThrow();
    var model = BijectorModel.of(DataType.DOUBLE, f.features(), 0, f.create()).moved(ORDINARY);
    double bound = 2 * Coupling.Half.SECOND.size(f.features());
    double reached = largest(model.ask(Way.FORWARD, rows(f)).logDet());
    assertTrue(reached > 0.9 * bound && reached <= bound, () -> reached + " of " + bound);
  }

  private static double inverseError(BijectorModel model, INDArray x) {
    var single = x.castTo(DataType.FLOAT);
    var back = model.ask(Way.INVERSE, model.ask(Way.FORWARD, single).value());
    return largest(back.value().sub(single));
  }

  /** Values, log-determinants and gradients in float. */
  @EveryBijector
  void extremeInputsStayFinite(Cases f) {
    var model = model(f, DataType.FLOAT);
    var extremes =
        f.width() == 0
            ? new double[] {0, 1e-30, -1e-30, 2, -2, 1e3, -1e3, 1e6, -1e6}
            : new double[] {0, 1e-30, f.width(), f.width() / 2};
    var x = Nd4j.zeros(DataType.FLOAT, extremes.length, f.features());
    for (int i = 0; i < extremes.length; i++) {
      for (int j = 0; j < f.features(); j++) {
        x.putScalar(i, j, extremes[(i + (j % 2) * i) % extremes.length]);
      }
    }
    for (var way : Way.values()) {
      var image = model.ask(way, x);
      assertTrue(Double.isFinite(image.value().sumNumber().doubleValue()), "value " + way);
      assertTrue(Double.isFinite(image.logDet().sumNumber().doubleValue()), "log-det " + way);
    }
    var step = model.instance().training(model.phase(), extremes.length);
    step.execution().input(Model.DATA).assign(x);
    step.execution().run();
    assertTrue(Double.isFinite(step.loss()), "loss");
    assertTrue(Double.isFinite(step.gradient().vector().sumNumber().doubleValue()), "gradient");
  }
}
