package org.latentzoo.preset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.Names;
import org.latentzoo.check.UserException;

/**
 * One value of a Java type: a number, a truth value, text, an enum constant, or a list of these.
 */
record Leaf(Type type, boolean optional) implements Schema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  boolean isText() {
    return type == String.class;
  }

  /** The value {@code given} stands for, typed; refused by {@code key} where it stands for none. */
  JsonNode read(String key, JsonNode given) {
    if (given.isNull() && optional) {
      return given;
    }
    var element = element();
    if (element != null) {
      return list(key, new Leaf(element, false), given);
    }
    var value = given.isValueNode() && !given.isNull() ? parse(given.asText().strip()) : null;
    if (value == null) {
      var shown = given.isValueNode() && !given.isNull() ? "'" + given.asText() + "'" : given;
      throw new UserException(
          "Key '%s' must be %s, got %s.%s"
              .formatted(key, rule(), given.isNull() ? "nothing" : shown, hint(given.asText())));
    }
    return value;
  }

  private JsonNode list(String key, Leaf item, JsonNode given) {
    var items = NODES.arrayNode();
    if (given.isArray()) {
      given.forEach(items::add);
    } else if (given.isValueNode() && !given.isNull()) {
      Stream.of(given.asText().split(",")).filter(s -> !s.isBlank()).forEach(items::add);
    } else {
      throw new UserException(
          "Key '%s' must be a list, each %s, got %s."
              .formatted(key, item.rule(), given.isNull() ? "nothing" : given));
    }
    for (int i = 0; i < items.size(); i++) {
      items.set(i, item.read(key + "[" + i + "]", items.get(i)));
    }
    return items;
  }

  private @Nullable JsonNode parse(String text) {
    if (type == String.class) {
      return NODES.textNode(text);
    }
    if (type == boolean.class || type == Boolean.class) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true" -> NODES.booleanNode(true);
        case "false" -> NODES.booleanNode(false);
        default -> null;
      };
    }
    if (isEnum()) {
      return constants()
          .filter(label -> Binding.loose(label).equals(Binding.loose(text)))
          .<JsonNode>map(NODES::textNode)
          .findFirst()
          .orElse(null);
    }
    try {
      return number(new BigDecimal(text));
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /** Refuses, by throwing or by null, what the type cannot hold. */
  private @Nullable JsonNode number(BigDecimal value) {
    if (type == int.class || type == Integer.class) {
      return NODES.numberNode(Math.toIntExact(value.longValueExact()));
    }
    if (type == long.class || type == Long.class) {
      return NODES.numberNode(value.longValueExact());
    }
    if (type == double.class || type == Double.class) {
      return Double.isFinite(value.doubleValue()) ? NODES.numberNode(value.doubleValue()) : null;
    }
    throw new IllegalStateException("A preset cannot hold a " + type.getTypeName());
  }

  private String rule() {
    if (isEnum()) {
      return "one of " + constants().collect(Collectors.joining(", "));
    }
    return switch (type.getTypeName().replaceAll(".*\\.", "")) {
      case "int", "Integer", "long", "Long" -> "a whole number";
      case "double", "Double" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      default -> "text";
    };
  }

  private String hint(String text) {
    var known = isEnum() ? constants().toList() : List.<String>of();
    return Names.nearest(text, known).map(name -> " Did you mean '" + name + "'?").orElse("");
  }

  private boolean isEnum() {
    return type instanceof Class<?> c && c.isEnum();
  }

  private Stream<String> constants() {
    return Stream.of(((Class<?>) type).getEnumConstants()).map(c -> Binding.label((Enum<?>) c));
  }

  /** What a list or an array is of, null for anything else. */
  private @Nullable Type element() {
    if (type instanceof Class<?> c) {
      return c.getComponentType();
    }
    return type instanceof ParameterizedType p
            && Collection.class.isAssignableFrom((Class<?>) p.getRawType())
        ? p.getActualTypeArguments()[0]
        : null;
  }
}
