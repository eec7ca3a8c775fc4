package org.latentzoo.examples.cli;

import java.time.Duration;
import java.time.Instant;

/** The time since this process began. */
final class Age {
  private Age() {}

  /** Whole milliseconds, 0 where the system does not tell. */
  static long milliseconds() {
    var now = Instant.now();
    var start = ProcessHandle.current().info().startInstant().orElse(now);
    return Duration.between(start, now).toMillis();
  }
}
