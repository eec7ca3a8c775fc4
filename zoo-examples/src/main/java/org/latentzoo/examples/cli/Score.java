package org.latentzoo.examples.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Rows;
import org.latentzoo.io.Output;
import org.latentzoo.model.Head;
import org.latentzoo.run.TrainedModel;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zoo score}: the log-likelihood of each row, exact where the model has it, or a bound. */
@Command(
    name = "score",
    description = "Write a log-likelihood, or a bound of it, for each row.",
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
    var name = model.instance().model().has(Head.LOG_LIKELIHOOD) ? "log_likelihood" : "iwae_bound";
    Output.write(out, Nd4j.createFromArray(scores).reshape(scores.length, 1), List.of(name));
    return 0;
  }

  private double[] score(TrainedModel model, Rows rows) {
    try (var progress = Progress.of(spec.commandLine().getErr(), "Scoring", rows.count())) {
      return model.evaluator(n -> progress.advance(n, "")).score(rows, samples);
    }
  }
}
