package org.latentzoo.tests.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Values computed independently in float64 (make_reference.py beside them). {@code
 * -Dzoo.reference=DIR} reads another folder of such files.
 */
record Reference(JsonNode node) {
  /** Where Maven is started: tests run in their module's folder. */
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  static Reference of(String file, String name) {
    for (var entry : read(file + ".json").get("cases")) {
      if (entry.get("name").asText().equals(name)) {
        return new Reference(entry);
      }
    }
    throw new IllegalArgumentException("No case '" + name + "' in " + file + ".json");
  }

  INDArray array(String name) {
    return array(node.get(name));
  }

  List<Reference> cases(String name) {
    var cases = new ArrayList<Reference>();
    node.get(name).forEach(element -> cases.add(new Reference(element)));
    return cases;
  }

  double number(String name) {
    var value = node.get(name);
    return value.isNumber() ? value.asDouble() : array(value).getDouble(0);
  }

  Map<String, INDArray> arrays(String name) {
    var arrays = new LinkedHashMap<String, INDArray>();
    node.get(name).fields().forEachRemaining(e -> arrays.put(e.getKey(), array(e.getValue())));
    return arrays;
  }

  /** |a - b| <= 1e-9 max(1, max|b|) for every element, in equal shapes; NaN equals nothing. */
  static void assertMatches(INDArray expected, INDArray actual, String what) {
    assertArrayEquals(expected.shape(), actual.shape(), what + ": shape");
    double scale = Math.max(1, expected.amaxNumber().doubleValue());
    double error = 0;
    for (double difference : expected.sub(actual).ravel().toDoubleVector()) {
      error = Math.max(error, Math.abs(difference));
    }
    double worst = error;
    assertTrue(worst <= 1e-9 * scale, () -> what + ": off by " + worst + " on a scale of " + scale);
  }

  private static INDArray array(JsonNode value) {
    var data = value.get("data");
    var elements = new double[data.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = data.get(i).asDouble();
    }
    var shape = new long[value.get("shape").size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = value.get("shape").get(i).asLong();
    }
    return shape.length == 0
        ? Nd4j.scalar(DataType.DOUBLE, elements[0])
        : Nd4j.create(elements, shape, 'c');
  }

  private static JsonNode read(String file) {
    var folder = System.getProperty("zoo.reference");
    try (var in =
        folder == null
            ? Reference.class.getResourceAsStream("/reference/" + file)
            : Files.newInputStream(ROOT.resolve(folder).resolve(file))) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
