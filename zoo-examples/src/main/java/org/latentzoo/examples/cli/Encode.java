package org.latentzoo.examples.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.latentzoo.io.Output;
import org.latentzoo.model.Head;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zoo encode}: the codes of rows. */
@Command(
    name = "encode",
    description = "Write the codes of rows under the model's posterior.",
    mixinStandardHelpOptions = true)
final class Encode implements Callable<Integer> {
  /** What is written of q(z | x). */
  private enum What {
    MEAN(Head.POSTERIOR_MEAN),
    VARIANCE(Head.POSTERIOR_VARIANCE),
    SAMPLE(Head.POSTERIOR_SAMPLE);

    private final Head head;

    What(Head head) {
      this.head = head;
    }
  }

  @Mixin private RunParameter run;

  @Option(
      names = "--what",
      paramLabel = "WHAT",
      defaultValue = "mean",
      description = "Of q(z | x): ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private What what;

  @Mixin private RowsOption which;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to write: a table (.csv) or an array (.npy).")
  private Path file;

  @Override
  public Integer call() {
    var model = run.open();
    Output.checkNumbers(file);
    Output.write(file, model.ask(which.rows(model), what.head), "z");
    return 0;
  }
}
