package org.latentzoo.sweep;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.latentzoo.check.UserException;

/** Spans of time as people write them: 90s, 10m, 2h, 1.5d. */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)([smhd])");
  private static final Map<String, Long> SECONDS =
      Map.of("s", 1L, "m", 60L, "h", 3600L, "d", 86400L);

  private Durations() {}

  /**
   * Reads a span.
   *
   * @param setting what errors call it
   */
  public static Duration parse(String setting, String text) {
    var match = FORM.matcher(text);
    double seconds =
        match.matches()
            ? Double.parseDouble(match.group(1)) * SECONDS.getOrDefault(match.group(2), 0L)
            : 0;
    if (seconds <= 0) {
      throw new UserException(
          "%s must be a time above 0, say 90s, 10m or 2h, got '%s'.".formatted(setting, text));
    }
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
