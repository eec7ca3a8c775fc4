package org.latentzoo.examples.cli;

import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.latentzoo.io.ImageGrid;
import org.latentzoo.model.Head;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zoo sample}: rows that the model makes up. */
@Command(
    name = "sample",
    description = "Draw samples of a trained model.",
    mixinStandardHelpOptions = true)
final class Sample implements Callable<Integer> {
  /** What is shown of p(x | z) at a code drawn from the prior. */
  private enum What {
    MEAN(Head.DECODED_MEAN),
    SAMPLE(Head.DECODED_SAMPLE);

    private final Head head;

    What(Head head) {
      this.head = head;
    }
  }

  @Mixin private RunParameter run;

  @Option(
      names = "-n",
      paramLabel = "N",
      defaultValue = "64",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--what",
      paramLabel = "WHAT",
      defaultValue = "mean",
      description =
          "Of p(x | z) for z drawn from the prior: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private What what;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the draws (default: the run's own).")
  private @Nullable Long seed;

  @Option(
      names = "--label",
      paramLabel = "N",
      description = "The class to draw, of a model that is given labels (default: all in turn).")
  private @Nullable Integer label;

  @Mixin private OutOption out;

  @Override
  public Integer call() {
    var model = run.open();
    out.check(model, count);
    long key = seed == null ? model.preset().seed() : seed;
    var rows =
        label == null
            ? model.sample(count, key, what.head)
            : model.sample(
                DoubleStream.generate(label::doubleValue).limit(Math.max(0, count)).toArray(),
                key,
                what.head);
    out.write(model, rows, () -> ImageGrid.square(rows));
    return 0;
  }
}
