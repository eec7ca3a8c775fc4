package org.latentzoo.examples.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.run.TrainedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoo evaluate}: measures a trained model on a part of its own data or on other data. */
@Command(
    name = "evaluate",
    description = "Measure a trained model.",
    mixinStandardHelpOptions = true)
final class Evaluate implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "A folder that zoo train made.")
  private Path run;

  @Option(
      names = "--data",
      paramLabel = "SPEC",
      description = "Measure all rows of other data, say csv:FILE.")
  private @Nullable String source;

  @Option(
      names = "--split",
      description =
          "The part of the run's own data: ${COMPLETION-CANDIDATES}; test where left out, or train"
              + " where there are no test rows.")
  private @Nullable Part split;

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
    if (source != null && split != null) {
      throw new UserException(
          "--split is of the run's own data, --data names other rows. Leave one of them out.");
    }
    if (samples < 0) {
      throw new UserException("--samples must be at least 0, got %d.".formatted(samples));
    }
    var evaluation = evaluate(TrainedModel.open(run));
    var out = spec.commandLine().getOut();
    if (json) {
      out.print(evaluation.toJson());
      out.flush();
    } else {
      evaluation.print(out);
    }
    return 0;
  }

  private Evaluation evaluate(TrainedModel model) {
    var err = spec.commandLine().getErr();
    if (source != null) {
      return Evaluation.measure(model, model.data(source).all(), source, samples, err);
    }
    var data = model.data();
    var part = split == null ? Part.reported(data) : split;
    return Evaluation.measure(model, part.rows(data), part.toString(), samples, err);
  }
}
