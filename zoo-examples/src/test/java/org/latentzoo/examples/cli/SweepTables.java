package org.latentzoo.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A sweep's final table. */
final class SweepTables {
  private SweepTables() {}

  /** The table that a sweep left, whatever the clock said. */
  static String withoutSeconds(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("results.csv")).stream()
        .map(line -> line.replaceFirst("^((?:[^,]*,){5})[^,]*,", "$1"))
        .collect(Collectors.joining("\n"));
  }
}
