package org.latentzoo.preset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;

/** Records to trees and back, with keys and enum constants in lower-case kebab. */
final class Binding {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .annotationIntrospector(new KebabEnums())
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Binding() {}

  static ObjectNode tree(Record value) {
    return MAPPER.valueToTree(value);
  }

  /** Binds a checked tree; what a record's own constructor refuses comes through as it is. */
  static <T> T bind(ObjectNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof UserException refused) {
          throw refused;
        }
      }
      throw new IllegalStateException("Cannot bind " + type.getName() + " to " + tree, e);
    }
  }

  /** Any value a caller may hand over, as the tree it stands for. */
  static JsonNode node(@Nullable Object value) {
    return value == null ? NullNode.getInstance() : MAPPER.valueToTree(value);
  }

  /** The key of a record's component. */
  static String key(String component) {
    return PropertyNamingStrategies.KebabCaseStrategy.INSTANCE.translate(component);
  }

  /** How an enum constant is written. */
  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The enum constant written as {@code label}. */
  static <E extends Enum<E>> E constant(Class<E> type, String label) {
    return MAPPER.convertValue(label, type);
  }

  /** Equal for names that differ in case, '-' and '_' only. */
  static String loose(String name) {
    return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }

  private static final class KebabEnums extends JacksonAnnotationIntrospector {
    @Override
    public String[] findEnumValues(
        MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
      for (int i = 0; i < constants.length; i++) {
        names[i] = label(constants[i]);
      }
      return names;
    }
  }
}
