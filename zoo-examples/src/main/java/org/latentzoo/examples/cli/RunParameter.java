package org.latentzoo.examples.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.latentzoo.check.UserException;
import org.latentzoo.run.Pretrained;
import org.latentzoo.run.RunRecord;
import org.latentzoo.run.TrainedModel;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The trained model that a command asks: a run, or a preset with the weights that come with it. */
final class RunParameter {
  @Parameters(
      paramLabel = "RUN",
      description = "A folder that zoo train made; with --pretrained the name of a preset.")
  private String run;

  @Option(
      names = "--pretrained",
      description = "RUN names a preset: use the weights that come with it.")
  private boolean pretrained;

  TrainedModel open() {
    if (pretrained) {
      return TrainedModel.pretrained(run);
    }
    return TrainedModel.open(folder());
  }

  boolean isPretrained() {
    return pretrained;
  }

  /** The run folder. */
  Path folder() {
    return folder(run);
  }

  /** What is on record of it. */
  RunRecord record() {
    return pretrained ? RunRecord.pretrained(run) : RunRecord.of(folder());
  }

  /** What it is called: the preset's name, or the folder's. */
  String name() {
    return pretrained ? run : String.valueOf(folder().toAbsolutePath().normalize().getFileName());
  }

  /** The folder that is called {@code run}; a preset's name is refused with what would help. */
  static Path folder(String run) {
    try {
      var folder = Path.of(run);
      if (!Files.exists(folder) && Pretrained.names().contains(run)) {
        throw new UserException(
            "There is no run folder '%s'. Add --pretrained for the weights that come with preset '%s'."
                .formatted(run, run));
      }
      return folder;
    } catch (InvalidPathException e) {
      throw new UserException(
          "RUN must be the name of a folder, got '%s' (%s)."
              .formatted(run.replaceAll("\\p{Cntrl}", "?"), e.getReason()),
          e);
    }
  }
}
