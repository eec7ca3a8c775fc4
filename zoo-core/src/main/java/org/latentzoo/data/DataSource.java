package org.latentzoo.data;

import java.util.Optional;

/**
 * A kind of data, found by {@link java.util.ServiceLoader}: annotate an implementation with
 * {@code @AutoService(DataSource.class)}, put its jar on the class path, and {@code data.source:
 * name:argument} in a preset finds it. The class needs a public constructor without arguments.
 */
public interface DataSource {
  /** What presets call it, such as "csv" in "csv:FILE". */
  String name();

  /**
   * Opens the data.
   *
   * @param argument the text after the colon of the spec, or ""
   * @param seed the run's seed, for sources that generate their rows
   */
  DataParts open(String argument, long seed);

  /**
   * Opens the data, cells that hold no number being NaN if they are kept. Only sources whose
   * readers refuse such cells by themselves need their own.
   */
  default DataParts open(String argument, long seed, Missing missing) {
    return open(argument, seed);
  }

  /** {@code argument} as it means the same from any working folder: a file by its whole path. */
  default String located(String argument) {
    return argument;
  }

  /** The density of the rows, label aside, where they are drawn from one in the plane. */
  default Optional<PlaneDensity> density() {
    return Optional.empty();
  }

  /** Under which licence the data are, and whose they are, where that is known. */
  default Optional<String> licence() {
    return Optional.empty();
  }
}
