package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.bijector.Permutation;
import org.latentzoo.check.UserException;
import org.latentzoo.graph.Graph;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Flows over images, of several scales: what of an image depends on what. */
class FlowScalesTest {
  private static final String FLOW =
      "model: {type: flow, layers: %d, channels: %s, blocks: 1, mixing: scale, activation: tanh}";

  private static ModelInstance flow(int layers, String channels, int features) {
    var preset = Preset.fromYaml("flow", FLOW.formatted(layers, channels));
    return ModelInstance.of(preset.type(), preset.model(), DataType.DOUBLE, 3, features);
  }

  private static double[] answer(ModelInstance flow, Head head, INDArray x) {
    var inference = flow.inference(List.of(head), (int) x.size(0));
    inference.execution().input(Model.DATA).assign(x);
    inference.execution().run();
    return inference.answer(head).dup('c').data().asDouble();
  }

  private static INDArray normal(int rows, int columns) {
    var x = Nd4j.zeros(DataType.DOUBLE, rows, columns);
    new NoiseSource(4).normal(x, "x");
    return x;
  }

  @Test
  void withParametersOfZeroItIsItsBase() {
    var flow = flow(2, "[3, 2]", 16);
    flow.parameters().values().forEach(p -> p.assign(0));
    var x = normal(6, 16);
    var expected = x.mul(x).addi(Math.log(2 * Math.PI)).sum(1).muli(-0.5).toDoubleVector();
    assertArrayEquals(expected, answer(flow, Head.LOG_LIKELIHOOD, x), 1e-12);
  }

  /** Of 8 x 8 pixels 32 leave after the first scale, 16 after the second. */
  @Test
  void eachScaleChangesWhatTheOneBeforeLeaves() {
    var flow = flow(1, "[3, 2, 2]", 64);
    var x = normal(1, 64);
    var before = answer(flow, Head.POSTERIOR_MEAN, x);
    for (int scale = 2; scale >= 0; scale--) {
      var prefix = "flow." + scale + ".";
      flow.parameters()
          .forEach(
              (name, p) -> {
                if (name.startsWith(prefix)) {
                  new NoiseSource(6).normal(p, name);
                }
              });
      var after = answer(flow, Head.POSTERIOR_MEAN, x);
      int columns = 64 >> scale;
      var changed = IntStream.range(0, 64).filter(i -> before[i] != after[i]).toArray();
      assertArrayEquals(IntStream.range(0, columns).toArray(), changed, prefix);
    }
  }

  /** The pixel in row i and column j has the colour (i + j) mod 2. */
  @Test
  void eitherHalfOfSqueezedColumnsIsAColour() {
    int side = 6;
    var graph = new Graph(DataType.DOUBLE, 1);
    var rows = graph.input("x", 2L * side * side);
    var z = Permutation.squeezed(graph, 2, side).forward(rows, null).value();
    var indices = IntStream.range(0, 2 * side * side).asDoubleStream().toArray();
    var order = z.eval(Map.of("x", Nd4j.createFromArray(new double[][] {indices})));
    var pixels = Arrays.stream(order.toDoubleVector()).mapToInt(v -> (int) v).toArray();
    for (int n = 0; n < pixels.length; n++) {
      int row = pixels[n] / side % side;
      int column = pixels[n] % side;
      assertEquals(n < pixels.length / 2 ? 0 : 1, (row + column) % 2);
      int corner = n % (side * side / 4);
      assertEquals(corner / (side / 2), row / 2);
      assertEquals(corner % (side / 2), column / 2);
    }
    assertEquals(pixels.length, Arrays.stream(pixels).distinct().count());
  }

  @ParameterizedTest
  @CsvSource({"63, 1", "49, 1", "36, 2"})
  void rowsThatTheScalesCannotHalveAreRefused(int features, int scales) {
    var channels = "[" + "2,".repeat(scales) + "]";
    var message = assertThrows(UserException.class, () -> flow(1, channels, features)).getMessage();
    assertTrue(message.contains(features + " columns"), message);
    assertFalse(message.contains("\n"));
  }

  @Test
  void anAutoregressiveFlowHasNoConvolutions() {
    var preset = FLOW.formatted(1, "[2]").replace("layers", "structure: autoregressive, layers");
    var message =
        assertThrows(UserException.class, () -> Preset.fromYaml("flow", preset)).getMessage();
    assertTrue(message.contains("model.channels"), message);
  }
}
