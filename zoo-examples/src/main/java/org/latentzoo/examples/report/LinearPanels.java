package org.latentzoo.examples.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.latentzoo.examples.report.Plot.Axis;
import org.latentzoo.examples.report.Plot.Series;
import org.latentzoo.linalg.Moments;
import org.latentzoo.linalg.SymmetricEigen;
import org.latentzoo.models.Pca;
import org.latentzoo.models.Ppca;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Principal component analysis, probabilistic or not: components, spectrum, noise. */
final class LinearPanels {
  private static final int COMPONENTS = 32;
  private static final int LINE = 8;
  private static final int ROWS = 5000;
  private static final int COLUMNS = 1024;

  private LinearPanels() {}

  static List<Panel> of(Asked asked) {
    var model = asked.model().preset().model();
    if (!(model instanceof Ppca.Config) && !(model instanceof Pca.Config)) {
      return List.of();
    }
    var parameters = asked.model().instance().parameters();
    var loadings = parameters.get("W").castTo(DataType.DOUBLE);
    var noise = parameters.get("log_sigma2");
    double sigma2 = noise == null ? 0 : Math.exp(noise.getDouble(0));
    var panels = new ArrayList<Panel>();
    if (asked.draws()) {
      panels.add(components(loadings));
    }
    if (loadings.rows() <= COLUMNS) {
      panels.add(spectrum(asked, loadings, sigma2, noise != null));
    }
    return panels;
  }

  private static Panel components(INDArray loadings) {
    int shown = Math.min(COMPONENTS, loadings.columns());
    var rows =
        IntStream.range(0, shown)
            .mapToObj(k -> loadings.getColumn(k).dup())
            .map(w -> w.div(2 * Math.max(1e-300, w.amaxNumber().doubleValue())).addi(0.5))
            .map(w -> w.reshape(1, w.length()))
            .toList();
    var lines =
        IntStream.iterate(0, from -> from < shown, from -> from + LINE)
            .mapToObj(from -> rows.subList(from, Math.min(from + LINE, shown)))
            .map(some -> Nd4j.vstack(some))
            .toList();
    return new Panel.Picture(
        "Components",
        "The columns of W, each on its own scale: grey is 0, white the largest size, black minus that.",
        shown + " components as pictures",
        Pixels.grey(lines));
  }

  /**
   * The eigenvalues of W W^T + sigma^2 I, and those of the rows' covariance.
   *
   * @param isNoisy whether the model has a noise level; without one only the rows' are drawn
   */
  private static Panel spectrum(Asked asked, INDArray loadings, double sigma2, boolean isNoisy) {
    var moments = new Moments(loadings.rows());
    var rows = asked.model().data().train().first(ROWS);
    moments.add(asked.model().evaluator(n -> {}).inputs(rows));
    var data = SymmetricEigen.of(moments.covariance()).values();
    var index = IntStream.rangeClosed(1, data.length).mapToDouble(i -> i).toArray();
    double largest = Plot.limit(0, data);
    var series = new ArrayList<Series>();
    series.add(Series.points("covariance of the rows", 0, index, data));
    if (isNoisy) {
      series.add(Series.line("model", 1, index, eigenvalues(loadings, sigma2)));
      series.add(
          Series.line(
              "noise level", -1, new double[] {1, data.length}, new double[] {sigma2, sigma2}));
    }
    var plane =
        new Plot.Plane(
            Axis.of("rank of the eigenvalue", 0, data.length + 1),
            Axis.of("variance (scaled units²)", 0, 1.05 * largest),
            false,
            null,
            series);
    var note =
        isNoisy
            ? "Eigenvalues of W W^T + σ² I against those of the training rows' covariance; σ² = %s."
                .formatted(Numbers.shown(sigma2, 5))
            : "Eigenvalues of the training rows' covariance.";
    return new Panel.Drawing("Spectrum", note, "Eigenvalues, largest first", plane);
  }

  /** Of W W^T + sigma^2 I, {@code [D]}, largest first: those of W^T W, then 0, plus sigma^2. */
  static double[] eigenvalues(INDArray loadings, double sigma2) {
    var inner = SymmetricEigen.of(loadings.transpose().mmul(loadings)).values();
    var values = Arrays.copyOf(inner, loadings.rows());
    return Arrays.stream(values).map(v -> v + sigma2).toArray();
  }
}
