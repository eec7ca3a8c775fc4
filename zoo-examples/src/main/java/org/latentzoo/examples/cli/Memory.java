package org.latentzoo.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.latentzoo.kernel.Buffers;
import org.nd4j.linalg.factory.Nd4j;

/** The process's memory, native arrays included, and the card's. */
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

  /** How much of the card is taken, by whomever; empty on a processor. */
  static String ofCard() {
    if (Nd4j.getEnvironment().isCPU()) {
      return "";
    }
    return ", %.0f MB of the card are taken".formatted((Buffers.room() - Buffers.free()) / 1e6);
  }
}
