package org.latentzoo.examples;

import java.nio.file.Path;
import java.util.List;
import org.latentzoo.examples.plot.DensityMap;
import org.latentzoo.examples.plot.WarpedGrid;
import org.latentzoo.examples.plot.Window;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;

/**
 * Trains a RealNVP on two moons: its exact log-likelihood beside that of the law that drew them,
 * and how far a point is off that was encoded and decoded again.
 */
public final class RealNvpTwoMoons {
  /** Minus the entropy of the two moons, in nats: what no model is above. */
  private static final double CEILING = -1.00758;

  private RealNvpTwoMoons() {}

  /**
   * What was learnt.
   *
   * @param logLikelihood mean of log p(x) over test rows, in nats
   * @param below how far that is below the best there is
   * @param inverseError the largest |f^-1(f(x)) - x|
   */
  record Fit(double logLikelihood, double below, double inverseError) {}

  /** Takes settings such as {@code train.epochs=2}. */
  public static void main(String... settings) {
    System.out.println(runExample(Path.of("realnvp-two-moons"), settings));
  }

  /** Trains into {@code folder} and draws the density and the warped plane there. */
  static Fit runExample(Path folder, String... settings) {
    var preset = Preset.load("realnvp-two-moons").withSet(List.of(settings));
    var flow = Experiment.of(preset).train(folder);

    var test = flow.data().test();
    double logLikelihood = flow.evaluate(test, 0).get("log_likelihood").mean();

    var points = flow.originals(test.first(3000));
    var error = flow.reconstruct(test.first(3000)).sub(points).amaxNumber().doubleValue();

    var cells = flow.rows(Window.around(points).cells(400));
    var density = flow.evaluator(n -> {}).score(cells, 1).values();
    DensityMap.write(folder.resolve("density.png"), List.of(density));
    WarpedGrid.write(folder.resolve("grid.png"), List.of(new WarpedGrid(flow::decode, points)));
    return new Fit(logLikelihood, CEILING - logLikelihood, error);
  }
}
