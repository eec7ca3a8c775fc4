package org.latentzoo.examples.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Rows;
import org.latentzoo.eval.Scores;
import org.latentzoo.io.Output;
import org.latentzoo.run.TrainedModel;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zoo score}: the log-likelihood of each row, exact or a bound, or else its error. */
@Command(
    name = "score",
    description = "Write each row's log-likelihood, a bound of it, or else its squared error.",
    mixinStandardHelpOptions = true)
final class Score implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RunParameter run;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "SPEC",
      description = "The rows, say csv:FILE.")
  private String source;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "A .csv or .npy file, a line a row.")
  private Path out;

  @Option(
      names = "--samples",
      paramLabel = "K",
      defaultValue = "100",
      description = "Samples a row, where the likelihood is not exact; ${DEFAULT-VALUE}.")
  private int samples;

  @Override
  public Integer call() {
    Output.checkNumbers(out);
    if (samples < 1) {
      throw new UserException("--samples must be at least 1, got %d.".formatted(samples));
    }
    var model = run.open();
    var rows = model.data(source).all();
    var scores = score(model, rows);
    var column = Nd4j.createFromArray(scores.values()).reshape(scores.values().length, 1);
    Output.write(out, column, List.of(scores.measure()));
    return 0;
  }

  private Scores score(TrainedModel model, Rows rows) {
    try (var progress = Progress.of(spec.commandLine().getErr(), "Scoring", rows.count())) {
      return model.evaluator(n -> progress.advance(n, "")).score(rows, samples);
    }
  }
}
