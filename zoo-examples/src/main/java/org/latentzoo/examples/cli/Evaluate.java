package org.latentzoo.examples.cli;

import java.util.concurrent.Callable;
import org.latentzoo.check.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zoo evaluate}: measures a trained model on a part of its own data or on other data. */
@Command(
    name = "evaluate",
    description = "Measure a trained model.",
    mixinStandardHelpOptions = true)
final class Evaluate implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RunParameter run;

  @Mixin private RowsOption which;

  @Option(
      names = "--samples",
      paramLabel = "K",
      defaultValue = "100",
      description = "Samples a row of the importance-weighted bound, 0 for none; ${DEFAULT-VALUE}.")
  private int samples;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    which.check();
    if (samples < 0) {
      throw new UserException("--samples must be at least 0, got %d.".formatted(samples));
    }
    var model = run.open();
    var rows = which.chosen(model);
    var err = spec.commandLine().getErr();
    var evaluation = Evaluation.measure(model, rows.rows(), rows.name(), samples, err);
    var out = spec.commandLine().getOut();
    if (json) {
      out.print(evaluation.toJson());
      out.flush();
    } else {
      evaluation.print(out);
    }
    return 0;
  }
}
