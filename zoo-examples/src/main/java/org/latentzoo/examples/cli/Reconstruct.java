package org.latentzoo.examples.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zoo reconstruct}: rows encoded and decoded again. */
@Command(
    name = "reconstruct",
    description = "Encode rows and decode them again; a picture shows the rows above the results.",
    mixinStandardHelpOptions = true)
final class Reconstruct implements Callable<Integer> {
  private static final int PICTURES = 40;

  @Mixin private RunParameter run;

  @Option(
      names = "-n",
      paramLabel = "N",
      description = "How many, from the first on (default: all; in a picture " + PICTURES + ").")
  private @Nullable Integer count;

  @Mixin private RowsOption which;
  @Mixin private OutOption out;

  @Override
  public Integer call() {
    var model = run.open();
    out.check(model, 1);
    var rows = which.rows(model).first(limit());
    var reconstructions = model.reconstruct(rows);
    out.write(model, reconstructions, () -> Pictures.pairs(model.originals(rows), reconstructions));
    return 0;
  }

  private long limit() {
    if (count == null) {
      return out.isPicture() ? PICTURES : Long.MAX_VALUE;
    }
    if (count < 1) {
      throw new UserException("-n must be at least 1, got %d.".formatted(count));
    }
    return count;
  }
}
