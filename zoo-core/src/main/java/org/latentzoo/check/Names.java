package org.latentzoo.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the known name that a mistyped one was meant to be. */
public final class Names {
  private Names() {}

  /**
   * Refuses {@code name}: "Unknown model 'relnvp'. Known: ppca, realnvp, vae. Did you mean
   * 'realnvp'?"
   */
  public static UserException unknown(String subject, String name, Collection<String> known) {
    var sorted = known.stream().sorted().toList();
    var hint = nearest(name, sorted).map(n -> " Did you mean '" + n + "'?").orElse("");
    return new UserException(
        "Unknown %s '%s'. Known: %s.%s".formatted(subject, name, String.join(", ", sorted), hint));
  }

  /** The known name within an edit distance of a third of the longer name, if there is one. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    return known.stream()
        .filter(k -> distance(name, k) <= Math.max(name.length(), k.length()) / 3.0)
        .min(Comparator.comparingInt(k -> distance(name, k)));
  }

  private static int distance(String a, String b) {
    return LevenshteinDistance.getDefaultInstance()
        .apply(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
  }
}
