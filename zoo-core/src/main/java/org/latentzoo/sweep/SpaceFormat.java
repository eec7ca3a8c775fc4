package org.latentzoo.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.latentzoo.check.UserException;

/**
 * A space as sweep files write it, a line a key:
 *
 * <pre>
 * train.optimizer.learning-rate: {log: [0.0001, 0.1]}
 * model.objective.beta:          {continuous: [0.5, 2]}
 * model.latent:                  {integer: [2, 20]}
 * model.encoder:                 {choice: [[100], [200, 200]]}
 * data.standardize:              {boolean: [false, true]}
 * train.schedule.kind:           {choice: [constant, step]}
 * train.schedule.every:          {integer: [1, 9], when: {train.schedule.kind: step}}
 * </pre>
 */
final class SpaceFormat {
  private static final String WHEN = "when";
  private static final List<String> KINDS =
      List.of("continuous", "log", "integer", "choice", "boolean");

  private SpaceFormat() {}

  static Space read(JsonNode tree) {
    if (!tree.isObject()) {
      throw new UserException("Key 'space' must be a block of ranges, got %s.".formatted(tree));
    }
    return new Space(
        tree.properties().stream().map(e -> parameter(e.getKey(), e.getValue())).toList());
  }

  static ObjectNode write(Space space) {
    var tree = JsonNodeFactory.instance.objectNode();
    for (var parameter : space.parameters()) {
      var node = tree.putObject(parameter.key());
      if (parameter.range() instanceof Range.Continuous numbers) {
        node.putArray(numbers.log() ? "log" : "continuous").add(numbers.low()).add(numbers.high());
      } else if (parameter.range() instanceof Range.Integers numbers) {
        node.putArray("integer").add(numbers.low()).add(numbers.high());
      } else if (parameter.range() instanceof Range.Choice choice) {
        var array = node.putArray("choice");
        choice.values().forEach(array::add);
      }
      parameter
          .when()
          .ifPresent(
              condition -> {
                var values = node.putObject(WHEN).putArray(condition.key());
                condition.values().forEach(values::add);
              });
    }
    return tree;
  }

  private static Parameter parameter(String key, JsonNode node) {
    var kinds =
        node.properties().stream().map(e -> e.getKey()).filter(k -> !k.equals(WHEN)).toList();
    if (kinds.size() != 1 || !KINDS.containsAll(kinds)) {
      throw new UserException(
          "Range '%s' must be one of %s, got %s."
              .formatted(key, String.join(", ", KINDS), node.isValueNode() ? node.asText() : node));
    }
    var kind = kinds.get(0);
    return new Parameter(range(key, kind, node.get(kind)), condition(key, node.path(WHEN)));
  }

  private static Range range(String key, String kind, JsonNode values) {
    return switch (kind) {
      case "integer" -> new Range.Integers(key, whole(key, values, 0), whole(key, values, 1));
      case "choice" -> new Range.Choice(key, list(values).map(SpaceFormat::text).toList());
      case "boolean" -> bool(key, list(values).map(SpaceFormat::text).sorted().toList());
      default ->
          new Range.Continuous(
              key, number(key, values, 0), number(key, values, 1), kind.equals("log"));
    };
  }

  private static Range bool(String key, List<String> values) {
    if (!values.equals(Range.Choice.BOOLEAN)) {
      throw new UserException(
          "Range '%s' must be boolean: [false, true], got %s.".formatted(key, values));
    }
    return new Range.Choice(key, values);
  }

  private static double number(String key, JsonNode bounds, int i) {
    try {
      return Double.parseDouble(bound(bounds, i));
    } catch (NumberFormatException e) {
      throw refuse(key, "numbers", bounds, e);
    }
  }

  private static int whole(String key, JsonNode bounds, int i) {
    try {
      return Integer.parseInt(bound(bounds, i));
    } catch (NumberFormatException e) {
      throw refuse(key, "whole numbers", bounds, e);
    }
  }

  private static String bound(JsonNode bounds, int i) {
    return bounds.isArray() && bounds.size() == 2 ? bounds.get(i).asText() : "";
  }

  private static UserException refuse(String key, String what, JsonNode got, Exception cause) {
    return new UserException(
        "Range '%s' must have two %s, the lower and the higher, got %s."
            .formatted(key, what, got.isValueNode() ? got.asText() : got),
        cause);
  }

  private static Optional<Parameter.Condition> condition(String key, JsonNode node) {
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    if (!node.isObject() || node.size() != 1) {
      throw new UserException(
          "Range '%s' must be conditional on one key, when: {KEY: VALUE}, got %s."
              .formatted(key, node.isValueNode() ? node.asText() : node));
    }
    var on = node.properties().iterator().next();
    return Optional.of(
        new Parameter.Condition(on.getKey(), list(on.getValue()).map(SpaceFormat::text).toList()));
  }

  /** The items of a list, or the one thing that stands in its place. */
  private static Stream<JsonNode> list(JsonNode node) {
    return node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
  }

  /** As a preset writes it; a list in brackets. */
  static String text(JsonNode node) {
    return node.isArray()
        ? list(node).map(SpaceFormat::text).toList().toString()
        : node.isObject() ? node.toString() : node.asText();
  }
}
