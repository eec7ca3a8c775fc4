package org.latentzoo.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentzoo.graph.Ops;
import org.latentzoo.nativebuild.Release;
import org.latentzoo.network.Activation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Values and gradients after lowering, against SameDiff's own session, which knows no lowering. */
class LoweringTest {
  private static final Set<String> SLOW =
      Set.of(
          "tanh_bp",
          "sigmoid_bp",
          "relu_bp",
          "thresholdedrelu_bp",
          "elu_bp",
          "add_bp",
          "subtract_bp",
          "multiply_bp");

  static {
    Ops.register();
  }

  static Stream<Arguments> activations() {
    return Stream.of(
        activation("tanh", x -> x.getSameDiff().math().tanh(x)),
        activation("sigmoid", x -> x.getSameDiff().nn().sigmoid(x)),
        activation("relu", x -> x.getSameDiff().nn().relu(x, 0)),
        activation("leaky relu", Activation.LEAKY_RELU::apply),
        activation("elu", x -> x.getSameDiff().nn().elu(x)));
  }

  private static Arguments activation(String name, UnaryOperator<SDVariable> law) {
    return Arguments.of(name, law);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("activations")
  void keepsValueAndGradientOfActivations(String name, UnaryOperator<SDVariable> law) {
    for (var dtype : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      var sd = SameDiff.create();
      var x = sd.var("x", points(dtype));
      var weights =
          sd.constant("w", Nd4j.linspace(-1, 2, x.getArr().length(), dtype).reshape(3, 5));
      law.apply(x).mul("weighted", weights).sum("loss");
      assertSameAsSession(sd, List.of("x"), dtype);
    }
  }

  /** Zero, both sides of it, and numbers at which exponentials overflow in float. */
  private static INDArray points(DataType dtype) {
    double[] x = {0, -0.0, 1e-4, -1e-4, 0.3, -0.3, 1, -1, 2.5, -2.5, 7, -7, 30, -30, 100};
    return Nd4j.createFromArray(x).reshape(3, 5).castTo(dtype);
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of(new long[] {4, 3}, new long[] {4, 3}),
        Arguments.of(new long[] {4, 3}, new long[] {3}),
        Arguments.of(new long[] {3}, new long[] {4, 3}),
        Arguments.of(new long[] {4, 3}, new long[] {1, 3}),
        Arguments.of(new long[] {4, 3}, new long[] {4, 1}),
        Arguments.of(new long[] {4, 1}, new long[] {1, 3}),
        Arguments.of(new long[] {3, 3}, new long[] {3}),
        Arguments.of(new long[] {4, 3}, new long[] {}),
        Arguments.of(new long[] {}, new long[] {4, 3}),
        Arguments.of(new long[] {1}, new long[] {5}),
        Arguments.of(new long[] {5}, new long[] {1}),
        Arguments.of(new long[] {2, 1, 3}, new long[] {1, 4, 1}),
        Arguments.of(new long[] {5}, new long[] {5}));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void keepsGradientsOfSumsDifferencesAndProducts(long[] left, long[] right) {
    for (var dtype : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      var sd = SameDiff.create();
      var a = sd.var("a", ramp(dtype, left, 0.1));
      var b = sd.var("b", ramp(dtype, right, 0.7));
      var sum = a.add(b);
      var all = sum.mul(a).sub(b).mul(sum);
      all.sum("loss");
      assertSameAsSession(sd, List.of("a", "b"), dtype);
    }
  }

  /** Nobody reads the gradient of a constant, so that of the rest is one product at most. */
  @Test
  void keepsGradientsBesideNumbersThatStay() {
    for (var dtype : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      var sd = SameDiff.create();
      var a = sd.var("a", ramp(dtype, new long[] {4, 3}, 0.1));
      var c = Release.reusable(sd.constant("c", Nd4j.scalar(dtype, 1.7)));
      a.add(c).mul(c).sub(c).mul(a).sum("loss");
      assertSameAsSession(sd, List.of("a"), dtype);
    }
  }

  private static INDArray ramp(DataType dtype, long[] shape, double start) {
    long n = Nd4j.zeros(dtype, shape).length();
    return Nd4j.linspace(start, start + 2, n, dtype).reshape(shape);
  }

  private static void assertSameAsSession(SameDiff sd, List<String> names, DataType dtype) {
    sd.setLossVariables("loss");
    sd.createGradFunction();
    var function = sd.getFunction("grad");
    var outputs =
        Stream.concat(Stream.of("loss"), names.stream().map(name -> Gradients.name(function, name)))
            .toList();
    var expected = function.output(Map.of(), outputs);
    var program = Program.capture(function, outputs, Map.of(), Set.of());
    program.run();
    double tolerance = dtype == DataType.FLOAT ? 2e-6 : 1e-14;
    for (var output : outputs) {
      var theirs = expected.get(output);
      var ours = program.output(output);
      assertEquals(List.of(box(theirs.shape())), List.of(box(ours.shape())));
      double size = Math.max(1, theirs.amaxNumber().doubleValue());
      double error = theirs.sub(ours).amaxNumber().doubleValue();
      assertTrue(error <= tolerance * size, () -> output + " is off by " + error);
    }
    for (var cost : program.profile(1)) {
      assertFalse(SLOW.contains(cost.op()), cost::toString);
    }
  }

  private static List<Long> box(long[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }
}
