package org.latentzoo.examples;

import java.nio.file.Path;
import java.util.List;
import org.latentzoo.data.DataConfig;
import org.latentzoo.data.DataModule;
import org.latentzoo.io.Output;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.run.Experiment;
import org.latentzoo.run.RowObservations;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Learns digits of which a fifth of the pixels is missing, and fills them in. */
public final class ImputeDigits {
  private static final double MISSING = 0.2;

  private ImputeDigits() {}

  /**
   * Root mean squared errors of the missing pixels, in units of the full grey level.
   *
   * @param imputed by E[x_missing | x_observed] of probabilistic PCA
   * @param columnMeans by the mean of the pixel where it was observed
   */
  record Errors(double imputed, double columnMeans) {}

  /** Takes settings such as {@code model.latent=20}. */
  public static void main(String... settings) {
    var errors = runExample(Path.of("impute-digits"), settings);
    System.out.printf("%s, a factor of %.3f%n", errors, errors.columnMeans() / errors.imputed());
  }

  /** Fits into {@code folder}. */
  static Errors runExample(Path folder, String... settings) {
    var data = DataModule.open(DataConfig.of("digits"), DataType.DOUBLE, 1);
    var digits = new RowObservations(data.all(), DataType.DOUBLE, data::column).matrix();
    var draw = digits.ulike();
    new NoiseSource(1).uniform(draw, "missing");
    var observed = draw.gte(MISSING).castTo(DataType.DOUBLE);
    var gaps = digits.mul(observed).div(observed); // 0 / 0 is NaN
    var csv = folder.resolve("gaps.csv");
    Output.write(csv, gaps, "x");

    var preset = Preset.load("ppca-digits").withData("csv:" + csv);
    var em = preset.with("model.fit", "em").with("data.missing", "keep");
    var model = Experiment.of(em.withSet(List.of(settings))).train(folder.resolve("run"));

    var means = digits.mul(observed).sum(0).div(observed.sum(0));
    var missing = observed.rsub(1);
    return new Errors(
        error(model.impute(gaps).sub(digits), missing), error(digits.subRowVector(means), missing));
  }

  private static double error(INDArray difference, INDArray where) {
    var squares = difference.mul(difference).mul(where).sumNumber().doubleValue();
    return Math.sqrt(squares / where.sumNumber().doubleValue());
  }
}
