package org.latentzoo.examples.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.latentzoo.check.UserException;
import org.latentzoo.examples.plot.CodeScatter;
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
      description =
          "Where to write: a table (.csv), an array (.npy) or a scatter of the two most active"
              + " units (.png).")
  private Path file;

  @Override
  public Integer call() {
    boolean picture = Output.isPicture(file);
    if (picture && what == What.VARIANCE) {
      throw new UserException(
          "'%s' would show codes, and variances are none. Write .csv or .npy instead."
              .formatted(file));
    }
    var model = run.open();
    var rows = which.rows(model);
    var codes = model.ask(rows, what.head);
    if (picture) {
      CodeScatter.write(file, codes, rows.labels());
    } else {
      Output.write(file, codes, "z");
    }
    return 0;
  }
}
