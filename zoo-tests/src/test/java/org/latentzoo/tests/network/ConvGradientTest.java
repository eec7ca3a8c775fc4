package org.latentzoo.tests.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.model.TrainingStep;
import org.latentzoo.network.Activation;
import org.latentzoo.network.ConvDecoder;
import org.latentzoo.network.ConvEncoder;
import org.latentzoo.tests.Differences;
import org.nd4j.linalg.api.buffer.DataType;

/** Gradients of the convolutional networks through captured programs. */
class ConvGradientTest {
  private static NetworkModel encoder(DataType dtype, int side, int context, Activation a) {
    int pixels = side * side;
    return NetworkModel.of(
        dtype,
        pixels + context,
        g -> ConvEncoder.create(g, pixels, context, List.of(3, 2), List.of(4), a, 5));
  }

  private static NetworkModel decoder(DataType dtype, int side, int maps, Activation a) {
    return NetworkModel.of(
        dtype, 3, g -> ConvDecoder.create(g, 3, List.of(4), List.of(2, 3), a, side * side, maps));
  }

  @ParameterizedTest
  @CsvSource({"4, 0, 1", "4, 2, 3", "7, 0, 3", "7, 1, 1", "8, 3, 2", "9, 0, 1", "9, 2, 2"})
  void theEncodersEqualDifferences(int side, int context, int batch) {
    requireDifferences(encoder(DataType.DOUBLE, side, context, Activation.TANH), batch);
  }

  @ParameterizedTest
  @CsvSource({"4, 1, 1", "4, 2, 3", "7, 1, 3", "7, 3, 1", "8, 2, 2", "9, 1, 1", "9, 2, 2"})
  void theDecodersEqualDifferences(int side, int maps, int batch) {
    requireDifferences(decoder(DataType.DOUBLE, side, maps, Activation.TANH), batch);
  }

  /** Relative to the element, or to a thousandth of the largest one. */
  private static void requireDifferences(NetworkModel model, int batch) {
    var step = model.drawn().step(batch);
    var gradient = step.gradient().vector().toDoubleVector();
    var differences =
        Differences.gradient(
            () -> {
              step.execution().run();
              return step.loss();
            },
            model.instance().parameters(model.phase()).vector(),
            Differences.STEP);
    double floor = 1e-3 * Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
    assertTrue(floor > 0, "a gradient of 0 everywhere");
    for (int i = 0; i < gradient.length; i++) {
      double scale = Math.max(floor, Math.abs(differences[i]));
      assertEquals(differences[i], gradient[i], 1e-6 * scale, "element " + i);
    }
  }

  /** In float other native code computes convolutions. */
  @ParameterizedTest
  @CsvSource({"4, 1", "7, 5", "8, 3", "9, 2", "28, 1", "28, 6"})
  void inFloatTheyEqualThoseInDouble(int side, int batch) {
    for (var network :
        List.<Function<DataType, NetworkModel>>of(
            type -> encoder(type, side, 0, Activation.RELU),
            type -> encoder(type, side, 2, Activation.RELU),
            type -> decoder(type, side, 1, Activation.RELU),
            type -> decoder(type, side, 3, Activation.RELU))) {
      var single = network.apply(DataType.FLOAT).drawn().step(batch);
      var exact = network.apply(DataType.DOUBLE).drawn().step(batch);
      NetworkModel.requireEqual(single, exact);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 28})
  void replaysEqualAFreshRun(int side) {
    for (var type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      for (var network :
          List.<Function<DataType, NetworkModel>>of(
              t -> encoder(t, side, 2, Activation.RELU),
              t -> decoder(t, side, 2, Activation.RELU))) {
        var first = values(network.apply(type).drawn().step(7));
        var step = network.apply(type).drawn().step(7);
        for (int i = 0; i < 6; i++) {
          step.gradient().vector().assign(-1);
          step.execution().run();
          assertEquals(first, values(step), "run " + i);
        }
      }
    }
  }

  private static List<Double> values(TrainingStep step) {
    var gradient = step.gradient().vector().toDoubleVector();
    return Stream.concat(Stream.of(step.loss()), Arrays.stream(gradient).boxed()).toList();
  }
}
