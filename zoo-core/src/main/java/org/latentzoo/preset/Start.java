package org.latentzoo.preset;

import java.nio.file.Path;
import java.util.Arrays;
import org.latentzoo.check.UserException;

/**
 * What training starts from, as the key {@code start} writes it: {@code random} parameters, {@code
 * pretrained:NAME}, the weights that came with a preset, or {@code run:DIR}, those of a run.
 *
 * @param kind which of these
 * @param name the preset or the folder; empty for RANDOM
 */
public record Start(Kind kind, String name) {
  /** Where parameters are from. */
  public enum Kind {
    RANDOM,
    PRETRAINED,
    RUN
  }

  /** Fresh parameters, drawn by the seed. */
  public static final Start RANDOM = new Start(Kind.RANDOM, "");

  /** The weights that came with the preset called {@code name}. */
  public static Start pretrained(String name) {
    return new Start(Kind.PRETRAINED, name);
  }

  /** The weights of a run. */
  public static Start run(Path folder) {
    return new Start(Kind.RUN, folder.toString());
  }

  /** Reads the key's text. */
  static Start of(String text) {
    var parts = text.split(":", 2);
    var kind =
        Arrays.stream(Kind.values())
            .filter(k -> Binding.label(k).equals(parts[0]))
            .filter(k -> (k == Kind.RANDOM) == (parts.length == 1))
            .findFirst()
            .orElseThrow(() -> refused(text));
    var name = parts.length == 1 ? "" : parts[1];
    if (kind != Kind.RANDOM && name.isBlank()) {
      throw refused(text);
    }
    return new Start(kind, name);
  }

  /** The same, its folder named so that it is found from any working folder. */
  Start located() {
    return kind == Kind.RUN ? run(Path.of(name).toAbsolutePath().normalize()) : this;
  }

  private static UserException refused(String text) {
    return new UserException(
        "start must be random, pretrained:NAME or run:DIR, got '%s'.".formatted(text));
  }

  @Override
  public String toString() {
    return kind == Kind.RANDOM ? Binding.label(kind) : Binding.label(kind) + ":" + name;
  }
}
