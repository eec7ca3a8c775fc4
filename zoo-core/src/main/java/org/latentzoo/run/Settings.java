package org.latentzoo.run;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.latentzoo.preset.Preset;

/** All of a preset that bears on its training: not what it is for or should reach. */
final class Settings {
  /** One line of the settings, as it is written before and after. */
  record Difference(String before, String after) {}

  private Settings() {}

  /** The first line that differs. */
  static Optional<Difference> difference(Preset before, Preset after) {
    var there = lines(before);
    var here = lines(after);
    return IntStream.range(0, Math.max(there.size(), here.size()))
        .mapToObj(i -> new Difference(line(there, i), line(here, i)))
        .filter(pair -> !pair.before().equals(pair.after()))
        .findFirst();
  }

  private static List<String> lines(Preset preset) {
    return preset.located().with("about", "").with("expected", null).toYaml().lines().toList();
  }

  private static String line(List<String> lines, int i) {
    return i < lines.size() ? lines.get(i).strip() : "nothing";
  }
}
