package org.latentzoo.preset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.StringReader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML as untyped text: maps, lists, null, and scalars as they were written. What a scalar
 * means is for the setting it is meant for to say, so {@code 0.10} stays {@code 0.10} where text is
 * wanted. No tags, hence no Java types; no aliases of maps or lists, hence nothing that expands.
 */
final class Yaml {
  private static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_DEPTH = 20;
  private static final Set<Tag> TAGS =
      Set.of(
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.MAP,
          Tag.SEQ,
          Tag.MERGE);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final YAMLMapper WRITER =
      new YAMLMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .build());

  private Yaml() {}

  /** The one document in {@code text}; an empty map where there is none. */
  static JsonNode read(String where, String text) {
    try {
      var options = new LoaderOptions();
      options.setCodePointLimit(MAX_CHARACTERS);
      options.setNestingDepthLimit(MAX_DEPTH);
      options.setMaxAliasesForCollections(0);
      var parser = new ParserImpl(new StreamReader(new StringReader(text)), options);
      Node node = new Composer(parser, new Resolver(), options).getSingleNode();
      return node == null ? NODES.objectNode() : convert(where, node);
    } catch (MarkedYAMLException e) {
      throw refuse(where, e.getProblemMark(), e.getProblem());
    } catch (YAMLException e) {
      throw refuse(where, null, e.getMessage());
    }
  }

  static String write(JsonNode tree) {
    try {
      return WRITER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree in memory is always writable", e);
    }
  }

  private static JsonNode convert(String where, Node node) {
    if (!TAGS.contains(node.getTag())) {
      throw refuse(where, node.getStartMark(), "tag '" + node.getTag() + "' is not allowed");
    }
    if (node instanceof MappingNode map) {
      return convertMap(where, map);
    }
    if (node instanceof SequenceNode list) {
      var array = NODES.arrayNode();
      list.getValue().forEach(item -> array.add(convert(where, item)));
      return array;
    }
    var scalar = (ScalarNode) node;
    return scalar.getTag().equals(Tag.NULL) ? NODES.nullNode() : NODES.textNode(scalar.getValue());
  }

  private static JsonNode convertMap(String where, MappingNode map) {
    var object = NODES.objectNode();
    for (var entry : map.getValue()) {
      var mark = entry.getKeyNode().getStartMark();
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw refuse(where, mark, "a key must be one word");
      }
      if (object.has(key.getValue())) {
        throw refuse(where, mark, "key '" + key.getValue() + "' stands here twice");
      }
      object.set(key.getValue(), convert(where, entry.getValueNode()));
    }
    return object;
  }

  private static UserException refuse(String where, @Nullable Mark mark, String problem) {
    var line = mark == null ? "" : " line " + (mark.getLine() + 1);
    return new UserException(
        "%s%s is not valid YAML: %s.".formatted(where, line, problem.replaceAll("\\s+", " ")));
  }
}
