package org.latentzoo.examples.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.latentzoo.preset.Preset;
import org.latentzoo.preset.Start;
import picocli.CommandLine.Option;

/** What training starts from, if not at random: at most one of these. */
final class StartOption {
  @Option(
      names = "--pretrained",
      required = true,
      description = "Start from the weights that come with the preset, the optimiser fresh.")
  private boolean pretrained;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "RUN",
      description = "Start from the weights of a run, the optimiser fresh.")
  private @Nullable Path run;

  /** {@code preset} with this start. */
  Preset in(Preset preset) {
    boolean own = pretrained || run == null;
    return preset.startedFrom(own ? Start.pretrained(preset.name()) : Start.run(run));
  }
}
