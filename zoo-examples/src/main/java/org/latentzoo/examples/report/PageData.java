package org.latentzoo.examples.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page's script reads.
 *
 * @param runs the curves of each
 * @param plots what to draw, by the id of its place
 */
record PageData(List<RunData> runs, Map<String, Plot> plots) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The curves of a run.
   *
   * @param id of its part of the page
   * @param units of the curves, by name, where they are known
   */
  record RunData(
      String id,
      String name,
      Map<String, String> units,
      Map<String, List<@Nullable Double>> curves) {
    static RunData of(String id, Subject subject) {
      var curves = Curves.of(subject.record().metrics());
      return new RunData(id, subject.name(), Units.of(curves.keySet(), subject.record()), curves);
    }
  }

  /** JSON that may stand in an element of HTML: it has no angle bracket and no ampersand. */
  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value)
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
