package org.latentzoo.tests.theorem;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.eval.Metric;
import org.latentzoo.models.Ppca;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.run.Experiment;
import org.latentzoo.tests.Fits;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A likelihood is that of the data as given, whatever was done to them before the model. */
class LikelihoodAsGivenTest {
  private static final int N = 40;
  private static final int D = 5;
  private static final int Q = 2;

  /** What does not measure the data. */
  private static final List<String> OF_CODES =
      List.of("kl", "mutual_information", "aggregate_kl", "log_n", "active_units");

  @TempDir Path folder;

  private final INDArray x = data();

  private static INDArray data() {
    var source = new NoiseSource(8);
    var z = Nd4j.zeros(DataType.DOUBLE, N, Q);
    var w = Nd4j.zeros(DataType.DOUBLE, Q, D);
    var noise = Nd4j.zeros(DataType.DOUBLE, N, D);
    source.normal(z, "z");
    source.normal(w, "w");
    source.normal(noise, "noise");
    return z.mmul(w).addi(noise.muli(0.4)).addi(2).castTo(DataType.DOUBLE);
  }

  private Map<String, Metric> evaluate(Preset preset, INDArray rows, String... settings) {
    try {
      int run = folder.toFile().list().length;
      var lines =
          Arrays.stream(rows.toDoubleMatrix())
              .map(r -> Arrays.stream(r).mapToObj(Double::toString).collect(joining(",")))
              .toList();
      var file = Files.write(folder.resolve("rows" + run + ".csv"), lines);
      var resolved =
          preset.withData("csv:" + file).with("model.latent", Q).withSet(Arrays.asList(settings));
      var model = Experiment.of(resolved).train(folder.resolve("run" + run));
      return model.evaluate(model.data().all(), 3);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void requireEqual(Metric expected, double shift, Metric actual, String name) {
    double mean = expected.mean() + shift;
    assertEquals(mean, actual.mean(), 1e-10 * Math.max(1, Math.abs(mean)), name);
  }

  /** PPCA of 10 x is PPCA of x scaled: log p falls by D log 10, however the data are scaled. */
  @Test
  void ppcaFollowsAGlobalScale() {
    var preset = Preset.load("ppca-digits");
    var plain = evaluate(preset, x).get("log_likelihood");
    double logDet = -D * Math.log(10);
    var larger = x.mul(10);
    requireEqual(plain, logDet, evaluate(preset, larger).get("log_likelihood"), "as it is");
    var scaled = evaluate(preset, larger, "data.scale=10").get("log_likelihood");
    requireEqual(plain, logDet, scaled, "scaled");
  }

  /** The mean of log p(y) + sum_j log dy_j / dx_j, y standardised by hand. */
  @Test
  void ppcaOfStandardisedRowsIncludesTheLogDeterminant() {
    var mean = x.mean(0);
    var deviation = x.subRowVector(mean).std(false, 0);
    var y = x.subRowVector(mean).divRowVector(deviation);
    var fit = Fits.of(new Ppca(), Fits.ppca(Q, Ppca.Fit.CLOSED_FORM), y);
    var p = DenseNormal.of(fit.get("W"), fit.get("mean"), fit.get("log_sigma2"));
    double expected = 0;
    for (int n = 0; n < N; n++) {
      expected += p.logProb(y.getRow(n).toDoubleVector()) / N;
    }
    for (int j = 0; j < D; j++) {
      expected -= Math.log(deviation.getDouble(j));
    }
    var metrics = evaluate(Preset.load("ppca-digits"), x, "data.standardize=true");
    assertEquals(expected, metrics.get("log_likelihood").mean(), 1e-9);
  }

  /** Of standardised rows, whose variances sum to D, the error is in units of their own. */
  @Test
  void squaredErrorsAreInTheDatasUnits() {
    var preset = Preset.load("pca-digits");
    var plain = evaluate(preset, x);
    var scaled = evaluate(preset, x, "data.scale=16");
    assertEquals(
        Set.of("squared_error", "scaled_squared_error", "explained_variance"), scaled.keySet());
    plain.forEach((name, metric) -> requireEqual(metric, 0, scaled.get(name), name));
    double ofScaled = plain.get("squared_error").mean() / (16 * 16);
    assertEquals(ofScaled, scaled.get("scaled_squared_error").mean(), 1e-12 * ofScaled);
    double total = x.subRowVector(x.mean(0)).var(false, 0).sumNumber().doubleValue();
    double share = 1 - plain.get("squared_error").mean() / total;
    assertEquals(share, plain.get("explained_variance").mean(), 1e-12);

    var standard = evaluate(preset, x, "data.standardize=true");
    assertEquals(Set.of("standardized_squared_error", "explained_variance"), standard.keySet());
    double error = standard.get("standardized_squared_error").mean();
    assertEquals(1 - error / D, standard.get("explained_variance").mean(), 1e-12);
  }

  /** Scaling by a power of two is exact, so both runs see the same numbers at every step. */
  @Test
  void vaeOfScaledRowsIsTheSameUpToTheLogDeterminant() {
    var preset =
        Preset.load("vae-gaussian-digits")
            .with("precision", "double")
            .with("train.epochs", 3)
            .with("train.batch", 8);
    var plain = evaluate(preset, x);
    var scaled = evaluate(preset, x.mul(16), "data.scale=16");
    double logDet = -D * Math.log(16);
    assertEquals(plain.keySet(), scaled.keySet());
    plain.forEach(
        (name, metric) ->
            requireEqual(metric, OF_CODES.contains(name) ? 0 : logDet, scaled.get(name), name));
  }
}
