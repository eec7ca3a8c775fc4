package org.latentzoo.examples.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Rows;
import org.latentzoo.run.TrainedModel;
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
  private static final int SAMPLES = 100;
  private static final int GAP_SAMPLES = 5000;
  private static final long GAP_ROWS = 100;

  @Spec private CommandSpec spec;

  @Mixin private RunParameter run;

  @Mixin private RowsOption which;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "The first N rows only; with --local-inference " + GAP_ROWS + " if left out.")
  private @Nullable Long first;

  @Option(
      names = "--samples",
      paramLabel = "K",
      description =
          "Samples a row of the importance-weighted bound, 0 for none; "
              + SAMPLES
              + ", with --local-inference "
              + GAP_SAMPLES
              + ".")
  private @Nullable Integer samples;

  @Option(
      names = "--local-inference",
      description =
          "Search each row's own q(z), to measure what the encoder and the family of q lose; slow.")
  private boolean gaps;

  @Option(
      names = "--features",
      description =
          "Compare samples with the rows by the features of a classifier, trained for it on the"
              + " run's labelled training rows.")
  private boolean features;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    which.check();
    requireAtLeast("--rows", first, 1);
    requireAtLeast("--samples", samples, gaps ? 1 : 0);
    var model = run.open();
    var chosen = which.chosen(model);
    var evaluation = evaluation(model, chosen.rows(), chosen.name());
    var out = spec.commandLine().getOut();
    if (json) {
      out.print(evaluation.toJson());
      out.flush();
    } else {
      evaluation.print(out);
    }
    return 0;
  }

  private Evaluation evaluation(TrainedModel model, Rows rows, String name) {
    PrintWriter err = spec.commandLine().getErr();
    if (gaps) {
      var some = rows.first(first == null ? GAP_ROWS : first);
      return Evaluation.gaps(model, some, name, samples == null ? GAP_SAMPLES : samples, err);
    }
    var some = first == null ? rows : rows.first(first);
    if (features) {
      return Evaluation.features(model, some, name);
    }
    return Evaluation.measure(model, some, name, samples == null ? SAMPLES : samples, err);
  }

  private static void requireAtLeast(String option, @Nullable Number value, long least) {
    if (value != null && value.longValue() < least) {
      throw new UserException("%s must be at least %d, got %s.".formatted(option, least, value));
    }
  }
}
