package org.latentzoo.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process's memory, native arrays included. */
final class Memory {
  private Memory() {}

  /** The largest resident set so far, where the system tells (Linux), in MB. */
  static String peak() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .findFirst()
          .map(line -> "%.0f MB".formatted(Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6))
          .orElse("an unknown amount");
    } catch (IOException e) {
      return "an unknown amount";
    }
  }
}
