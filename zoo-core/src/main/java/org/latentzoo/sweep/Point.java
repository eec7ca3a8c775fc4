package org.latentzoo.sweep;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A point of a {@link Space}: the settings of one trial. Arbiter copies candidates by serialising
 * them, so this is text.
 *
 * @param settings by dotted key, as a preset would have them; keys whose condition does not hold
 *     are not there
 */
public record Point(Map<String, String> settings) implements Serializable {
  private static final long serialVersionUID = 1L;

  public Point {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** The settings as a command line would make them, {@code key=value}. */
  public List<String> assignments() {
    return settings.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  /** One line: {@code key=value, key=value}. */
  @Override
  public String toString() {
    return assignments().stream().collect(Collectors.joining(", "));
  }
}
