package org.latentzoo.examples.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.latentzoo.eval.UnitDivergences;
import org.latentzoo.examples.report.Plot.Axis;
import org.latentzoo.examples.report.Plot.Series;
import org.latentzoo.model.Head;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the codes of a model are. */
final class CodePanels {
  private static final int UNITS = 10;
  private static final int STEPS = 9;
  private static final double REACH = 3;

  /** Labels that colours and shapes tell apart. */
  private static final int STYLES = 24;

  private CodePanels() {}

  /** What one unit after the other does to the picture. */
  static Optional<Panel> traversals(Asked asked) {
    if (!asked.draws() || asked.codes().isEmpty()) {
      return Optional.empty();
    }
    var discrete = asked.discrete();
    return discrete.isPresent()
        ? choices(asked, discrete.get().unit().classes())
        : deviations(asked);
  }

  private static Optional<Panel> deviations(Asked asked) {
    var codes = asked.codes().orElseThrow();
    var units = Arrays.stream(asked.units()).limit(UNITS).toArray();
    var label = Ways.repeated(Math.max(0, asked.rows().labels()[0]), STEPS);
    var lines =
        Arrays.stream(units)
            .mapToObj(u -> Ways.along(Ways.centre(codes), codes, u, REACH, STEPS))
            .map(line -> asked.model().decode(line, label))
            .toList();
    return ImagePanels.picture(
        asked,
        "Latent traversals",
        "A line a unit, the most active first (%s): from -3 to 3 of its standard deviations over the rows, the others at their means."
            .formatted(list(units)),
        "Pictures of " + units.length + " units of the code, each turned from low to high",
        lines);
  }

  private static Optional<Panel> choices(Asked asked, int classes) {
    int numbers = classes == 2 ? 1 : classes;
    var base = asked.model().ask(asked.rows().first(1), Head.POSTERIOR_SAMPLE).getRow(0);
    var units =
        Arrays.stream(asked.units())
            .map(u -> Math.floorDiv(u, numbers))
            .distinct()
            .limit(UNITS)
            .toArray();
    var lines =
        Arrays.stream(units)
            .mapToObj(unit -> Ways.choices(base, unit, classes))
            .map(line -> asked.model().decode(line, Ways.repeated(0, classes)))
            .toList();
    return ImagePanels.picture(
        asked,
        "Latent traversals",
        "A line a unit, the most active first (%s): each of its values in turn, the others as in the code of the first row."
            .formatted(list(units)),
        "Pictures of " + units.length + " units of the code at each of their values",
        lines);
  }

  private static String list(int[] units) {
    return "z_" + String.join(", z_", Arrays.stream(units).mapToObj(String::valueOf).toList());
  }

  /** The plane of the two most active units: the aggregate posterior against the prior. */
  static Optional<Panel> map(Asked asked) {
    if (asked.codes().isEmpty()
        || asked.codes().get().columns() < 2
        || asked.discrete().isPresent()) {
      return Optional.empty();
    }
    var codes =
        asked.has(Head.POSTERIOR_SAMPLE)
            ? asked.model().ask(asked.rows(), Head.POSTERIOR_SAMPLE)
            : asked.codes().get();
    var units = asked.units();
    var series = new ArrayList<Series>();
    boolean hasPrior = asked.has(Head.PRIOR_SAMPLE);
    var all = new ArrayList<double[]>(List.of(column(codes, units[0]), column(codes, units[1])));
    if (hasPrior) {
      var prior = asked.model().prior(codes.rows(), asked.model().preset().seed());
      all.add(column(prior, units[0]));
      all.add(column(prior, units[1]));
      series.add(Series.points("prior", -1, all.get(2), all.get(3)));
    }
    series.addAll(byLabel(all.get(0), all.get(1), asked.rows().labels()));
    double limit =
        1.05 * all.stream().mapToDouble(values -> Plot.limit(0, values)).max().orElseThrow();
    var plane =
        new Plot.Plane(
            Axis.of("z_" + units[0], -limit, limit),
            Axis.of("z_" + units[1], -limit, limit),
            true,
            null,
            series);
    return Optional.of(
        new Panel.Drawing(
            "Latent map",
            (hasPrior
                    ? "A draw of q(z | x) for each row, the aggregate posterior, over as many draws of the prior in grey"
                    : "The code of each row")
                + "; the two most active units.",
            codes.rows() + " codes in the plane of units " + units[0] + " and " + units[1],
            plane));
  }

  /** A series a label, or one of all where there are none or too many. */
  static List<Series> byLabel(double[] x, double[] y, double[] labels) {
    var kinds = Arrays.stream(labels).distinct().sorted().toArray();
    if (kinds.length < 2 || kinds.length > STYLES) {
      return List.of(Series.points("rows", 0, x, y));
    }
    return IntStream.range(0, kinds.length)
        .mapToObj(
            k -> {
              var rows =
                  IntStream.range(0, x.length)
                      .filter(n -> Double.compare(labels[n], kinds[k]) == 0)
                      .toArray();
              return Series.points(
                  Numbers.shown(kinds[k], 6), k, Numbers.pick(x, rows), Numbers.pick(y, rows));
            })
        .toList();
  }

  private static double[] column(INDArray codes, int u) {
    return codes.getColumn(u).toDoubleVector();
  }

  /** How much each unit is used. */
  static Optional<Panel> divergences(Asked asked) {
    if (asked.codes().isEmpty()) {
      return Optional.empty();
    }
    var model = asked.model();
    return UnitDivergences.of(model.evaluator(n -> {}), model.instance().model(), asked.rows())
        .map(
            kl ->
                new Panel.Drawing(
                    "KL of each unit",
                    "The mean over rows of KL(q(z_u | x) || p(z_u)); a unit near 0 is not used. Their sum is %s nats."
                        .formatted(Numbers.shown(Arrays.stream(kl).sum(), 4)),
                    "Bars of the divergences of " + kl.length + " units",
                    Plot.numbered("unit u", "KL (nats)", kl)));
  }
}
