package org.latentzoo.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a step of every phase of every preset, cut to a small size, came to in double precision on
 * the processor with DL4J 1.0.0-M2.1: other releases and cards have to come to the same.
 *
 * @param loss of the phase
 * @param norm of its gradient, that of its rows' own numbers included
 * @param slope of the loss along a random direction of length 1 of the parameters
 */
record RecordedValues(double loss, double norm, double slope) {
  private static final Path FILE =
      Path.of("src", "test", "resources", "recorded", "values.json").toAbsolutePath();

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** By preset and phase. */
  private static Map<String, Map<String, RecordedValues>> recorded() {
    try {
      return JSON.readValue(FILE.toFile(), new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The values of {@code preset}'s phases here and now. */
  static Map<String, RecordedValues> of(String preset, DataType precision) {
    var subject = Subject.small(preset, 3, precision, 5);
    var values = new TreeMap<String, RecordedValues>();
    for (var phase : subject.phases()) {
      var step = subject.step(phase, 4, 1);
      step.execution().schedule(7);
      step.execution().run();
      double squares = 0;
      double slope = 0;
      if (!step.gradient().slices().isEmpty()) {
        var gradient = joined(step.gradient().slices().values());
        squares = square(Nd4j.getBlasWrapper().nrm2(gradient));
        var direction = gradient.ulike();
        new NoiseSource(17).normal(direction, "direction");
        slope =
            Nd4j.getBlasWrapper().dot(gradient, direction) / Nd4j.getBlasWrapper().nrm2(direction);
      }
      for (var local : step.locals()) {
        squares += square(step.localGradient(local).norm2Number().doubleValue());
      }
      values.put(phase.name(), new RecordedValues(step.loss(), Math.sqrt(squares), slope));
    }
    return values;
  }

  /** The elements of {@code slices} one after the other, wherever those lie. */
  private static INDArray joined(Collection<INDArray> slices) {
    return Nd4j.concat(0, slices.stream().map(INDArray::ravel).toArray(INDArray[]::new));
  }

  private static double square(double x) {
    return x * x;
  }

  /**
   * Asserts that {@code preset} comes to the recorded values; with {@code -Dzoo.record=true} they
   * are made anew before.
   *
   * @param tolerance relative to the loss, or to 1 where that is larger, and to the gradient's norm
   */
  static void assertRecorded(String preset, DataType precision, double tolerance) {
    if (Boolean.getBoolean("zoo.record")) {
      record(preset);
    }
    var expected = recorded().get(preset);
    assertNotNull(expected, () -> "no values of " + preset + ": make them with -Dzoo.record=true");
    var actual = of(preset, precision);
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((phase, values) -> values.assertNear(actual.get(phase), tolerance, phase));
  }

  private void assertNear(RecordedValues actual, double tolerance, String phase) {
    assertEquals(loss, actual.loss, tolerance * Math.max(1, Math.abs(loss)), phase + ": loss");
    assertEquals(norm, actual.norm, tolerance * norm, phase + ": gradient");
    assertEquals(slope, actual.slope, tolerance * norm, phase + ": slope");
  }

  private static void record(String preset) {
    var all = new TreeMap<>(recorded());
    all.put(preset, of(preset, DataType.DOUBLE));
    try {
      JSON.writeValue(FILE.toFile(), all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
