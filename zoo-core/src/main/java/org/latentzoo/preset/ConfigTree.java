package org.latentzoo.preset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.Names;
import org.latentzoo.check.UserException;
import org.latentzoo.preset.Schema.Block;
import org.latentzoo.preset.Schema.Named;

/** Settings by dotted key: typed values and the schema that says which others could stand there. */
record ConfigTree(Block schema, ObjectNode values) {

  /**
   * These settings with {@code overlay} laid over them; every key of it must be known, and none be
   * missing after it.
   */
  ConfigTree merge(JsonNode overlay) {
    var merged = laid(overlay);
    requireComplete("", schema, merged.values);
    return merged;
  }

  private ConfigTree laid(JsonNode overlay) {
    var merged = values.deepCopy();
    merge("", schema, merged, overlay);
    return new ConfigTree(schema, merged);
  }

  private static void requireComplete(String path, Block block, ObjectNode values) {
    block
        .keys()
        .forEach(
            (key, at) -> {
              var value = values.get(key);
              if (value == null && !at.optional()) {
                throw new UserException("Key '%s' is missing.".formatted(join(path, key)));
              }
              if (at instanceof Block inner && value instanceof ObjectNode there) {
                requireComplete(join(path, key), inner, there);
              }
            });
  }

  /**
   * Sets one dotted key from text, as on a command line: YAML, or as it is where text is wanted. A
   * key beside it may be missing still.
   */
  ConfigTree set(String key, String text) {
    return set(
        key, isText(key) ? TextNode.valueOf(text) : Yaml.read("The value of '" + key + "'", text));
  }

  /** Sets one dotted key; one beside it may be missing still. */
  ConfigTree set(String key, JsonNode value) {
    JsonNode overlay = value;
    var path = List.of(key.split("\\.", -1));
    for (int i = path.size() - 1; i >= 0; i--) {
      overlay = JsonNodeFactory.instance.objectNode().set(path.get(i), overlay);
    }
    return laid(overlay);
  }

  private boolean isText(String key) {
    @Nullable Schema at = schema;
    for (String name : key.split("\\.", -1)) {
      at =
          at instanceof Block block
              ? block.keys().get(block.find(name))
              : at instanceof Named named ? named.each() : null;
    }
    return at instanceof Leaf leaf && leaf.isText();
  }

  private void merge(String path, Block block, ObjectNode into, JsonNode overlay) {
    if (overlay.isNull()) {
      return;
    }
    if (!overlay.isObject()) {
      throw new UserException(
          "%s must be a block of keys (%s), got %s."
              .formatted(
                  path.isEmpty() ? "A preset" : "Key '" + path + "'",
                  String.join(", ", block.keys().keySet()),
                  overlay));
    }
    var seen = new HashSet<String>();
    for (var entry : overlay.properties()) {
      var key = block.find(entry.getKey());
      if (key == null) {
        throw unknown(path, block, entry.getKey());
      }
      if (!seen.add(key)) {
        throw new UserException("Key '%s' stands there twice.".formatted(join(path, key)));
      }
      put(join(path, key), block.keys().get(key), key, into, entry.getValue());
    }
  }

  private void put(String path, @Nullable Schema at, String key, ObjectNode into, JsonNode value) {
    if (value.isNull() && at != null && at.optional()) {
      into.remove(key);
    } else if (at instanceof Leaf leaf) {
      into.set(key, leaf.read(path, value));
    } else if (at instanceof Block block) {
      merge(path, block, object(into, key), value);
    } else if (at instanceof Named named) {
      putEach(path, named.each(), object(into, key), value);
    }
  }

  private static ObjectNode object(ObjectNode into, String key) {
    return into.get(key) instanceof ObjectNode there ? there : into.putObject(key);
  }

  private void putEach(String path, Block each, ObjectNode into, JsonNode overlay) {
    if (!overlay.isObject()) {
      throw new UserException(
          "Key '%s' must be a block of names, each with keys (%s), got %s."
              .formatted(path, String.join(", ", each.keys().keySet()), overlay));
    }
    overlay
        .properties()
        .forEach(e -> put(join(path, e.getKey()), each, e.getKey(), into, e.getValue()));
  }

  private UserException unknown(String path, Block block, String name) {
    var hint =
        Names.nearest(name, block.keys().keySet())
            .map(key -> join(path, key))
            .or(() -> elsewhere(name))
            .map(key -> " Did you mean '" + key + "'?")
            .orElse("");
    return new UserException(
        "Unknown key '%s'. Known%s: %s.%s"
            .formatted(
                join(path, name),
                path.isEmpty() ? "" : " in '" + path + "'",
                String.join(", ", block.keys().keySet()),
                hint));
  }

  /** The dotted key anywhere whose last word is nearest to {@code name}. */
  private Optional<String> elsewhere(String name) {
    var all = new ArrayList<String>();
    collect("", schema, all);
    var words = all.stream().map(ConfigTree::last).toList();
    return Names.nearest(name, words).map(word -> all.get(words.indexOf(word)));
  }

  private static void collect(String path, Block block, List<String> into) {
    block
        .keys()
        .forEach(
            (key, schema) -> {
              into.add(join(path, key));
              if (schema instanceof Block inner) {
                collect(join(path, key), inner, into);
              }
            });
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
