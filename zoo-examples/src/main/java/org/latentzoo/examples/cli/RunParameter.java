package org.latentzoo.examples.cli;

import java.nio.file.Path;
import org.latentzoo.run.TrainedModel;
import picocli.CommandLine.Parameters;

/** The run that a command asks. */
final class RunParameter {
  @Parameters(paramLabel = "RUN", description = "A folder that zoo train made.")
  private Path folder;

  TrainedModel open() {
    return TrainedModel.open(folder);
  }
}
