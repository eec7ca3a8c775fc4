package org.latentzoo.preset;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may stand at a key: a block of further keys, blocks of the same keys by name, or one value.
 * Read off the records.
 */
sealed interface Schema permits Schema.Block, Schema.Named, Leaf {
  /** Whether null may stand here. */
  boolean optional();

  /** The block of keys that {@code defaults} has. */
  static Block of(Record defaults) {
    return of(defaults.getClass(), defaults, false);
  }

  private static Block of(Class<?> type, @Nullable Object defaults, boolean optional) {
    var keys = new LinkedHashMap<String, Schema>();
    for (var component : type.getRecordComponents()) {
      var value = defaults == null ? null : read(component, defaults);
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      if (component.getAccessor().isAnnotationPresent(JsonAnyGetter.class)) {
        if (value instanceof Map<?, ?> numbers) {
          numbers.keySet().forEach(key -> keys.put((String) key, new Leaf(double.class, false)));
        }
      } else if (component.getType() == Map.class) {
        var types = ((ParameterizedType) component.getGenericType()).getActualTypeArguments();
        keys.put(Binding.key(component.getName()), new Named(of((Class<?>) types[1], null, true)));
      } else if (component.getType().isRecord()) {
        keys.put(Binding.key(component.getName()), of(component.getType(), value, nullable));
      } else {
        keys.put(Binding.key(component.getName()), new Leaf(component.getGenericType(), nullable));
      }
    }
    return new Block(keys, optional);
  }

  private static @Nullable Object read(RecordComponent component, Object from) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(from);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component, e);
    }
  }

  /** Blocks of the same keys by any name; there may be none. */
  record Named(Block each) implements Schema {
    @Override
    public boolean optional() {
      return true;
    }
  }

  /** A block of keys, in the order in which they are written. */
  record Block(Map<String, Schema> keys, boolean optional) implements Schema {
    /** The key that {@code given} means: itself, or one that differs in case, '-' and '_' only. */
    @Nullable String find(String given) {
      return keys.keySet().stream()
          .filter(key -> Binding.loose(key).equals(Binding.loose(given)))
          .findFirst()
          .orElse(null);
    }
  }
}
