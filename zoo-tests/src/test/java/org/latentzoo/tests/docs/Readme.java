package org.latentzoo.tests.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The project's README, taken apart. */
final class Readme {
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

  private Readme() {}

  /** The blocks fenced as {@code language}. */
  static List<String> blocks(String language) {
    return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```")
        .matcher(text())
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /** The arguments of each {@code zoo} command in the shell blocks. */
  static List<String> zooCommands() {
    return blocks("sh").stream()
        .flatMap(String::lines)
        .map(line -> line.replaceFirst("\\s+#.*", "").strip())
        .filter(line -> line.startsWith("zoo-examples/bin/zoo "))
        .map(line -> line.substring("zoo-examples/bin/zoo ".length()))
        .toList();
  }

  /** The targets of links and pictures that are files of the project. */
  static List<String> files() {
    return LINK.matcher(text()).results().map((MatchResult m) -> m.group(1)).toList();
  }

  private static String text() {
    try {
      return Files.readString(ROOT.resolve("README.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
