package org.latentzoo.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** JSON objects as pairs of a dotted key and a text. */
final class Facts {
  private Facts() {}

  static Map<String, String> of(JsonNode tree) {
    var facts = new LinkedHashMap<String, String>();
    add("", tree, facts);
    return facts;
  }

  private static void add(String key, JsonNode node, Map<String, String> facts) {
    if (node.isObject()) {
      node.properties().forEach(e -> add(child(key, e.getKey()), e.getValue(), facts));
    } else if (node.isArray()) {
      var items = StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText);
      facts.put(key, items.collect(Collectors.joining(", ", "[", "]")));
    } else {
      facts.put(key, node.asText());
    }
  }

  private static String child(String key, String name) {
    return key.isEmpty() ? name : key + "." + name;
  }

  /** The keys that all have, with texts that are not all the same, in the order of the first. */
  static List<String> differing(List<Map<String, String>> all) {
    return all.isEmpty()
        ? List.of()
        : all.get(0).keySet().stream()
            .filter(key -> all.stream().allMatch(facts -> facts.containsKey(key)))
            .filter(key -> all.stream().map(facts -> facts.get(key)).distinct().count() > 1)
            .toList();
  }
}
