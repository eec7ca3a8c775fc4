package org.latentzoo.tests.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentzoo.tests.graph.SmallModel.difference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentzoo.exec.Gradients;
import org.latentzoo.model.TrainingStep;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A captured step gives the loss and the gradients that SameDiff's own session gives. */
class CapturedProgramTest {
  /** In float both sides round, in orders of their own: loops add up halves, sessions do not. */
  private static final int ROUNDINGS = 32;

  private static final int LATENT = 2;

  static Stream<Arguments> presetsAndTypes() {
    return SmallModel.presets()
        .flatMap(
            name ->
                Stream.of(DataType.FLOAT, DataType.DOUBLE).map(type -> Arguments.of(name, type)));
  }

  static Stream<String> presets() {
    return SmallModel.presets();
  }

  @ParameterizedTest
  @MethodSource("presetsAndTypes")
  void equalsTheSession(String name, DataType type) {
    double tolerance = type == DataType.DOUBLE ? 1e-12 : ROUNDINGS * 0x1p-24;
    var model = SmallModel.of(name, LATENT, type);
    for (int batch : List.of(2, 7, model.preset().train().batch())) {
      var step = run(model, batch);
      var session = session(model, step);
      var loss = session.get(model.phase().value().name());
      assertEquals(loss.getDouble(0), step.loss(), tolerance * Math.max(1, Math.abs(step.loss())));
      step.gradient()
          .slices()
          .forEach(
              (key, slice) -> {
                double error = difference(session.get(key), slice);
                assertTrue(error <= tolerance, () -> key + " is off by " + error);
              });
    }
  }

  /** The op behind {@code nn().linear} goes wrong from its second execution on. */
  @ParameterizedTest
  @MethodSource("presetsAndTypes")
  void aSessionRepeats(String name, DataType type) {
    var model = SmallModel.of(name, LATENT, type);
    var step = run(model, 7);
    var first = session(model, step);
    for (int i = 0; i < 5; i++) {
      assertEquals(first, session(model, step));
    }
    var other = SmallModel.of(name, LATENT, type);
    assertEquals(first, session(other, run(other, 7)));
  }

  /**
   * Surrogates are left to GradientContractTest: their gradient is no slope of what they report.
   */
  static Stream<String> pathwisePresets() {
    return presets()
        .filter(
            name -> {
              var phase = SmallModel.of(name, LATENT, DataType.DOUBLE).phase();
              return phase.value().name().equals(phase.loss().name());
            });
  }

  /** Sizes of 1 are where SameDiff's own session throws, so differences are the judge. */
  @ParameterizedTest
  @MethodSource("pathwisePresets")
  void aSizeOfOneEqualsCentralDifferences(String name) {
    for (int latent : List.of(1, LATENT)) {
      for (int batch : List.of(1, 3)) {
        var model = SmallModel.of(name, latent, DataType.DOUBLE);
        var parameters = model.instance().parameters(model.phase()).vector();
        var direction = Nd4j.zeros(DataType.DOUBLE, parameters.length());
        new NoiseSource(3).normal(direction, "direction");
        double slope =
            run(model, batch).gradient().vector().mul(direction).sumNumber().doubleValue();
        double h = 1e-5;
        parameters.addi(direction.mul(h));
        double up = run(model, batch).loss();
        parameters.subi(direction.mul(2 * h));
        double down = run(model, batch).loss();
        assertEquals((up - down) / (2 * h), slope, 1e-6 * Math.max(1, Math.abs(slope)));
      }
    }
  }

  private static TrainingStep run(SmallModel model, int batch) {
    var step = model.instance().training(model.phase(), batch);
    SmallModel.feed(step.execution());
    step.execution().run();
    return step;
  }

  /** The loss, and the gradients by parameter. */
  private static Map<String, INDArray> session(SmallModel model, TrainingStep step) {
    var function = Gradients.of(model.graph(), model.phase().loss().name());
    var loss = model.phase().value().name();
    var outputs = new ArrayList<>(List.of(loss));
    var keys = step.gradient().slices().keySet();
    keys.forEach(key -> outputs.add(Gradients.name(function, key)));
    var values = function.output(SmallModel.fed(step.execution()), outputs);
    var result = new TreeMap<>(Map.of(loss, values.get(loss)));
    keys.forEach(key -> result.put(key, values.get(Gradients.name(function, key))));
    return result;
  }
}
