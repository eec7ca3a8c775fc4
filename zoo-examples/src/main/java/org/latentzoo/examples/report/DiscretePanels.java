package org.latentzoo.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.latentzoo.gradient.Estimator.Kind;
import org.latentzoo.models.DiscreteVae;

/** Discrete codes: which are used, and how noisy the gradients through them are. */
final class DiscretePanels {
  private static final int ROWS = 20;
  private static final int EVALUATIONS = 2;
  private static final int DRAWS = 100;

  private DiscretePanels() {}

  static List<Panel> of(Asked asked) {
    return asked
        .discrete()
        .map(config -> List.of(histogram(asked, config), variances(asked, config)))
        .orElse(List.of());
  }

  private static Panel histogram(Asked asked, DiscreteVae.Config config) {
    var shares = asked.codes().orElseThrow().mean(0).toDoubleVector();
    int classes = config.unit().classes();
    var names =
        IntStream.range(0, shares.length)
            .mapToObj(
                i ->
                    classes == 2
                        ? String.valueOf(i)
                        : Math.floorDiv(i, classes) + "=" + i % classes);
    var bars =
        new Plot.Bars(
            classes == 2 ? "unit" : "unit = class",
            "share of the rows",
            names.toList(),
            Numbers.rounded(shares));
    return new Panel.Drawing(
        "Code histogram",
        "How often each value is drawn for the rows: 1 and 0 tell nothing about a row, %s is even use."
            .formatted(Numbers.shown(1.0 / classes, 3)),
        "Bars of the use of " + config.latent() + " units",
        bars);
  }

  private static Panel variances(Asked asked, DiscreteVae.Config config) {
    var model = asked.model();
    var rows = model.data().train().first(ROWS);
    var trials = new ArrayList<EstimatorTrial>();
    for (var kind : EstimatorTrial.kinds(config)) {
      if (kind != Kind.ENUMERATION) {
        trials.add(
            EstimatorTrial.of(model.preset(), model.instance(), rows, kind, EVALUATIONS, DRAWS));
      }
    }
    double plain = trials.get(0).moments().variance();
    var cells =
        trials.stream()
            .map(
                trial ->
                    List.of(
                        trial.kind().key()
                            + (trial.kind() == config.estimator().kind() ? " (trained by)" : ""),
                        Numbers.shown(trial.moments().variance(), 3),
                        Numbers.shown(plain / trial.moments().variance(), 3)))
            .toList();
    return new Panel.Grid(
        "Gradient variances",
        "Of the encoder's gradient at these weights: %d rows, %d decoder evaluations a row, %d draws."
            .formatted(ROWS, EVALUATIONS, DRAWS),
        List.of("Estimator", "Variance (nats²)", "Times below REINFORCE's"),
        cells);
  }
}
