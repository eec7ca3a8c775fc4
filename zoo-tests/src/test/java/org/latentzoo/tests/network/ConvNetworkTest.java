package org.latentzoo.tests.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.check.UserException;
import org.latentzoo.graph.Graph;
import org.latentzoo.network.Activation;
import org.latentzoo.network.ConvDecoder;
import org.latentzoo.network.ConvEncoder;
import org.latentzoo.network.NormalNetwork;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the convolutional networks compute. */
class ConvNetworkTest {
  private static NetworkModel encoder(DataType dtype, int side, int context) {
    int pixels = side * side;
    return NetworkModel.of(
        dtype,
        pixels + context,
        graph ->
            ConvEncoder.create(
                graph, pixels, context, List.of(3, 2), List.of(4), Activation.TANH, 5));
  }

  private static NetworkModel decoder(DataType dtype, int side, int maps) {
    return NetworkModel.of(
        dtype,
        3,
        graph ->
            ConvDecoder.create(
                graph, 3, List.of(4), List.of(2, 3), Activation.TANH, side * side, maps));
  }

  private static INDArray rows(int batch, int columns) {
    var rows = Nd4j.zeros(DataType.DOUBLE, batch, columns);
    new NoiseSource(8).normal(rows, "rows");
    return rows;
  }

  private static double tolerance(DataType dtype) {
    return dtype == DataType.DOUBLE ? 1e-13 : 2e-6;
  }

  private static void requireEqual(double[] expected, double[] actual, DataType dtype) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertTrue(largest > 0.1, "values too small to compare");
    assertArrayEquals(expected, actual, tolerance(dtype) * Math.max(1, largest));
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT, 4, 0, 1", "FLOAT, 7, 2, 3", "FLOAT, 8, 0, 3", "FLOAT, 9, 3, 2", "FLOAT, 28, 1, 2",
    "DOUBLE, 4, 0, 1", "DOUBLE, 7, 2, 3", "DOUBLE, 8, 0, 3", "DOUBLE, 9, 3, 2", "DOUBLE, 28, 1, 2"
  })
  void theEncoderEqualsLoops(DataType dtype, int side, int context, int batch) {
    var model = encoder(dtype, side, context).drawn();
    var p = model.instance().parameters();
    var rows = rows(batch, side * side + context);
    var y = model.values(rows);
    var shifted = rows.addRowVector(p.get("shift").castTo(DataType.DOUBLE)).toDoubleMatrix();
    for (int i = 0; i < batch; i++) {
      var x = Arrays.copyOf(shifted[i], side * side);
      var c = Arrays.copyOfRange(shifted[i], side * side, side * side + context);
      int half = (side + 1) / 2;
      var h1 = Loops.tanh(convolution(x, side, p, "f.conv.0"));
      var h2 = Loops.tanh(convolution(h1, half, p, "f.conv.1"));
      var both = Arrays.copyOf(h2, h2.length + context);
      System.arraycopy(c, 0, both, h2.length, context);
      requireEqual(mlp(both, p), y.getRow(i).toDoubleVector(), dtype);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT, 4, 1, 1", "FLOAT, 7, 2, 3", "FLOAT, 8, 1, 3", "FLOAT, 9, 4, 2", "FLOAT, 28, 2, 2",
    "DOUBLE, 4, 1, 1", "DOUBLE, 7, 2, 3", "DOUBLE, 8, 1, 3", "DOUBLE, 9, 4, 2", "DOUBLE, 28, 2, 2"
  })
  void theDecoderEqualsLoops(DataType dtype, int side, int maps, int batch) {
    var model = decoder(dtype, side, maps).drawn();
    var p = model.instance().parameters();
    var rows = rows(batch, 3);
    var y = model.values(rows);
    var shifted = rows.addRowVector(p.get("shift").castTo(DataType.DOUBLE)).toDoubleMatrix();
    for (int i = 0; i < batch; i++) {
      var h2 = Loops.tanh(mlp(shifted[i], p));
      var h1 = Loops.tanh(transposed(h2, (side + 1) / 2, p, "f.deconv.0"));
      var expected = transposed(h1, side, p, "f.deconv.1");
      requireEqual(expected, y.getRow(i).toDoubleVector(), dtype);
    }
  }

  private static double[] convolution(double[] x, int side, Map<String, INDArray> p, String layer) {
    return Loops.convolution(x, side, p.get(layer + ".W"), p.get(layer + ".b"));
  }

  private static double[] transposed(double[] x, int side, Map<String, INDArray> p, String layer) {
    return Loops.transposed(x, side, p.get(layer + ".W"), p.get(layer + ".b"));
  }

  private static double[] mlp(double[] x, Map<String, INDArray> p) {
    var h = Loops.tanh(Loops.dense(x, p.get("f.dense.0.W"), p.get("f.dense.0.b")));
    return Loops.dense(h, p.get("f.dense.1.W"), p.get("f.dense.1.b"));
  }

  /** E(x) . z = x . D(z); a bias of 100 keeps ReLU linear. */
  @ParameterizedTest
  @ValueSource(ints = {4, 7, 8, 9})
  void aTransposedConvolutionIsTheAdjoint(int side) {
    int pixels = side * side;
    int half = (side + 1) / 2;
    int features = 3 * half * half;
    var down =
        NetworkModel.of(
            DataType.DOUBLE,
            pixels,
            graph ->
                ConvEncoder.create(
                    graph, pixels, 0, List.of(3), List.of(), Activation.RELU, features));
    var up =
        NetworkModel.of(
            DataType.DOUBLE,
            features,
            graph ->
                ConvDecoder.create(
                    graph, features, List.of(), List.of(3), Activation.RELU, pixels, 1));
    for (var model : List.of(down, up)) {
      model.parameter("f.dense.0.W").assign(Nd4j.eye(features));
    }
    down.parameter("f.conv.0.b").assign(100);
    up.parameter("f.dense.0.b").assign(100);
    up.parameter("f.deconv.0.W").assign(down.parameter("f.conv.0.W"));

    var x = rows(1, pixels);
    var z = rows(1, features);
    var ex = down.values(x).sub(down.values(x.mul(0)));
    var dz = up.values(z).sub(up.values(z.mul(0)));
    double product = ex.mul(z).sumNumber().doubleValue();
    assertTrue(Math.abs(product) > 0.1);
    assertEquals(product, x.mul(dz).sumNumber().doubleValue(), 1e-11);
  }

  @Test
  void aNormalsMeanIsTheFirstOfTwoMaps() {
    var graph = new Graph(DataType.DOUBLE, 1);
    var z = graph.input("z", 3);
    var f = ConvDecoder.create(graph, 3, List.of(), List.of(2, 3), Activation.TANH, 49, 2);
    var normal = NormalNetwork.of(f, 0).given(z);
    var rows = Map.of("z", rows(2, 3));
    var y = f.apply(z).eval(rows).toDoubleMatrix();
    var mean = normal.mean().eval(rows).toDoubleMatrix();
    var variance = normal.variance().eval(rows).toDoubleMatrix();
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(Arrays.copyOf(y[i], 49), mean[i], 1e-15);
      var second = Arrays.stream(y[i], 49, 98).map(Math::exp).toArray();
      assertArrayEquals(second, variance[i], 1e-13);
    }
  }

  @Test
  void parametersAreNamedByLayer() {
    assertEquals(
        "{shift=[51], f.conv.0.W=[4, 4, 1, 3], f.conv.0.b=[3], f.conv.1.W=[4, 4, 3, 2],"
            + " f.conv.1.b=[2], f.dense.0.W=[10, 4], f.dense.0.b=[4], f.dense.1.W=[4, 5],"
            + " f.dense.1.b=[5]}",
        shapes(encoder(DataType.FLOAT, 7, 2)));
    assertEquals(
        "{shift=[3], f.dense.0.W=[3, 4], f.dense.0.b=[4], f.dense.1.W=[4, 8],"
            + " f.dense.1.b=[8], f.deconv.0.W=[4, 4, 3, 2], f.deconv.0.b=[3],"
            + " f.deconv.1.W=[4, 4, 6, 3], f.deconv.1.b=[6]}",
        shapes(decoder(DataType.FLOAT, 7, 6)));
  }

  private static String shapes(NetworkModel model) {
    var shapes = new LinkedHashMap<String, String>();
    model
        .instance()
        .model()
        .graph()
        .parameters()
        .forEach((name, p) -> shapes.put(name, Arrays.toString(p.getArr().shape())));
    return shapes.toString();
  }

  /** Glorot's bound, gain sqrt(6 / (in + out)), with the terms that a pixel sums and reaches. */
  @Test
  void weightsFillGlorotsInterval() {
    double gain = Math.sqrt(2);
    var encoder =
        NetworkModel.of(
            DataType.FLOAT,
            64,
            g -> ConvEncoder.create(g, 64, 0, List.of(16, 32), List.of(), Activation.RELU, 2));
    requireBound(gain * Math.sqrt(6.0 / (16 * 16 + 4 * 32)), encoder.parameter("f.conv.1.W"));
    var decoder =
        NetworkModel.of(
            DataType.FLOAT,
            2,
            g -> ConvDecoder.create(g, 2, List.of(), List.of(32, 16), Activation.RELU, 64, 1));
    requireBound(gain * Math.sqrt(6.0 / (4 * 32 + 16 * 16)), decoder.parameter("f.deconv.0.W"));
    requireBound(Math.sqrt(6.0 / (4 * 16 + 16)), decoder.parameter("f.deconv.1.W"));
    requireBound(gain * Math.sqrt(6.0 / (2 + 128)), decoder.parameter("f.dense.0.W"));
  }

  private static void requireBound(double bound, INDArray weight) {
    double largest = weight.amaxNumber().doubleValue();
    assertTrue(largest <= bound * (1 + 1e-6) && largest >= 0.95 * bound, largest + " " + bound);
  }

  @ParameterizedTest
  @CsvSource({"63, 1, 63 columns", "16, 3, 3 do not fit 4 x 4", "16, 0, 0 do not fit 4 x 4"})
  void sizesThatDoNotFitAreRefused(int pixels, int layers, String part) {
    var graph = new Graph(DataType.FLOAT, 1);
    var channels = Collections.nCopies(layers, 2);
    for (var create :
        List.<Runnable>of(
            () -> ConvEncoder.create(graph, pixels, 0, channels, List.of(), Activation.RELU, 2),
            () -> ConvDecoder.create(graph, 2, List.of(), channels, Activation.RELU, pixels, 1))) {
      var message = assertThrows(UserException.class, create::run).getMessage();
      assertTrue(message.contains(part), message);
      assertFalse(message.contains("\n"));
    }
    assertTrue(graph.parameters().isEmpty());
  }

  @Test
  void moreChannelsThanARowCanHoldAreRefused() {
    var graph = new Graph(DataType.FLOAT, 1);
    var refusal =
        assertThrows(
            UserException.class,
            () ->
                ConvDecoder.create(
                    graph, 2, List.of(), List.of(50_000_000, 1), Activation.RELU, 784, 1));
    assertTrue(refusal.getMessage().startsWith("50000000 channels of 7 x 7"));
  }

  @Test
  void theSmallestImagesThatFitAreTaken() {
    for (int layers = 1; layers <= 4; layers++) {
      int side = (1 << (layers - 1)) + 1;
      var channels = Collections.nCopies(layers, 1);
      var model =
          NetworkModel.of(
              DataType.FLOAT,
              1,
              g -> ConvDecoder.create(g, 1, List.of(), channels, Activation.ELU, side * side, 1));
      assertEquals(side * side, model.values(rows(1, 1)).columns());
    }
  }
}
