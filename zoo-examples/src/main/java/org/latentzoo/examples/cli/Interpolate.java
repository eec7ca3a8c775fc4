package org.latentzoo.examples.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.latentzoo.data.Rows;
import org.latentzoo.run.TrainedModel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zoo interpolate}: the way between rows through code space. */
@Command(
    name = "interpolate",
    description = "Walk from row to row through code space; a picture shows a line a pair.",
    mixinStandardHelpOptions = true)
final class Interpolate implements Callable<Integer> {
  private static final int PAIRS = 8;

  /** The two ends of a walk. */
  private static final class Pair {
    @Option(
        names = "--from",
        required = true,
        paramLabel = "ROW",
        description = "Where to start, a row from 0.")
    private int from;

    @Option(
        names = "--to",
        required = true,
        paramLabel = "ROW",
        description = "Where to end. Several pairs may be given; default: the first rows in pairs.")
    private int to;
  }

  @Mixin private RunParameter run;

  @ArgGroup(exclusive = false, multiplicity = "0..*")
  private List<Pair> pairs = new ArrayList<>();

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "8",
      description = "Points on the way, both ends included (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Mixin private RowsOption which;
  @Mixin private OutOption out;

  @Override
  public Integer call() {
    var model = run.open();
    out.check(model, (long) steps * Math.max(1, pairs.size()));
    var rows = which.rows(model);
    var walks = walks(model, rows);
    out.write(model, Nd4j.concat(0, walks.toArray(INDArray[]::new)), () -> walks);
    return 0;
  }

  private List<INDArray> walks(TrainedModel model, Rows rows) {
    if (!pairs.isEmpty()) {
      return pairs.stream().map(p -> model.interpolate(rows, p.from, p.to, steps)).toList();
    }
    int count = (int) Math.min(PAIRS, rows.count() / 2);
    return IntStream.range(0, Math.max(1, count))
        .mapToObj(i -> model.interpolate(rows, 2 * i, 2 * i + 1, steps))
        .toList();
  }
}
