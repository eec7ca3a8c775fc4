package org.latentzoo.examples.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.latentzoo.io.Output;
import org.latentzoo.run.TrainedModel;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Option;

/** The file that a command writes rows to: numbers in the data's units, or pictures. */
final class OutOption {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to write: a table (.csv), an array (.npy) or a grid of pictures (.png).")
  private Path file;

  /**
   * Refuses, before any work is done, a file of {@code rows} that could not be written after it.
   */
  void check(TrainedModel model, long rows) {
    Output.check(file, rows, model.columns());
  }

  boolean isPicture() {
    return Output.isPicture(file);
  }

  /** Writes {@code rows}, as a picture the {@code lines}. */
  void write(TrainedModel model, INDArray rows, Supplier<List<INDArray>> lines) {
    if (isPicture()) {
      model.draw(file, lines.get());
    } else {
      Output.write(file, rows, "x");
    }
  }
}
