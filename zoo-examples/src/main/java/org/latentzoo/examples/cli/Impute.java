package org.latentzoo.examples.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.latentzoo.io.Output;
import org.latentzoo.run.RowObservations;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zoo impute}: rows with their missing cells filled. */
@Command(
    name = "impute",
    description = "Fill the missing cells of rows by their means given the observed ones.",
    mixinStandardHelpOptions = true)
final class Impute implements Callable<Integer> {
  @Mixin private RunParameter run;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "SPEC",
      description = "The rows, say csv:FILE; cells that are empty or NaN are filled.")
  private String source;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "A .csv or .npy file of the same rows without their label.")
  private Path out;

  @Override
  public Integer call() {
    Output.checkNumbers(out);
    var model = run.open();
    model.requireImputes();
    var data = model.untreated(source);
    var rows = new RowObservations(data.all(), DataType.DOUBLE, data::column).matrix();
    var filled = model.impute(rows);
    if (data.names().isEmpty()) {
      Output.write(out, filled, "x");
    } else {
      Output.write(out, filled, data.names());
    }
    return 0;
  }
}
