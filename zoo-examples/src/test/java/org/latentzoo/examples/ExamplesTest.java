package org.latentzoo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example runs, in a quick form, and its figure makes sense. */
class ExamplesTest {
  private static final String QUICK = "train.epochs=2";

  @TempDir Path folder;

  @Test
  void vaeBernoulliDigits() throws IOException {
    var metrics = VaeBernoulliDigits.runExample(folder, QUICK);
    double elbo = metrics.get("elbo").mean();
    assertTrue(elbo > -64 * Math.log(2) && elbo < -15, "beats a coin a pixel: " + elbo);
    assertTrue(metrics.get("iwae_bound").mean() >= elbo);
    assertEquals(8 * 66 + 2, ImageIO.read(folder.resolve("samples.png").toFile()).getHeight());
    var pairs = ImageIO.read(folder.resolve("reconstructions.png").toFile());
    assertEquals(2 * 66 + 2, pairs.getHeight());
    assertEquals(10 * 66 + 2, pairs.getWidth());
  }

  @Test
  void vaeGaussianDigits() {
    var noise = VaeGaussianDigits.runExample(folder, QUICK);
    assertTrue(noise.seen() > 1 && noise.seen() < 6, () -> "grey levels: " + noise);
    assertTrue(noise.learnt() > 1 && noise.learnt() < 6, () -> "grey levels: " + noise);
  }

  @Test
  void conditionalDigits() throws IOException {
    double elbo = ConditionalDigits.runExample(folder, QUICK);
    assertTrue(elbo > -64 * Math.log(2) && elbo < -15, "beats a coin a pixel: " + elbo);
    assertEquals(10 * 66 + 2, ImageIO.read(folder.resolve("digits.png").toFile()).getHeight());
  }

  @Test
  void nonlinearPcaDigits() {
    var bounds = NonlinearPcaDigits.runExample(folder, "train.epochs=20");
    assertTrue(bounds.own() > bounds.amortised() - 1 && bounds.own() < -15, bounds::toString);
    assertTrue(Files.exists(folder.resolve("samples.png")));
  }

  /** What a q loses is lost for good: both gaps are losses, up to the noise of their estimates. */
  @Test
  void inferenceGapsDigits() {
    var gaps = InferenceGapsDigits.runExample(folder, 200, "train.epochs=20");
    for (var name : List.of("approximation_gap", "amortisation_gap")) {
      var gap = gaps.get(name);
      assertTrue(gap.mean() > -4 * gap.standardError(), () -> name + " " + gap);
    }
    assertTrue(gaps.get("amortisation_gap").mean() > 0.05, gaps::toString);
  }

  @Test
  void discreteVaeDigits() {
    var metrics = DiscreteVaeDigits.runExample(folder, "train.epochs=20");
    double elbo = metrics.get("elbo").mean();
    assertTrue(elbo > -40 && elbo < -20, "learns something: " + elbo);
    assertTrue(metrics.get("active_units").mean() >= 1);
    assertTrue(Files.exists(folder.resolve("samples.png")));
  }

  @Test
  void waeDigits() {
    var measures = WaeDigits.runExample(folder, "train.epochs=20");
    for (var metrics : List.of(measures.gan(), measures.mmd())) {
      assertTrue(metrics.get("explained_variance").mean() > 0.3, metrics::toString);
      assertTrue(metrics.get("latent_mmd").mean() < 1, metrics::toString);
    }
    assertTrue(Files.exists(folder.resolve("wae-gan-digits.png")));
  }

  @Test
  void energyGanPlane() throws IOException {
    var distances = EnergyGanPlane.runExample(folder, "train.epochs=3");
    assertEquals(3, distances.size());
    assertTrue(distances.values().stream().allMatch(d -> d.mean() > 0 && d.mean() <= 1.001));
    assertEquals(4 * 202 + 2, ImageIO.read(folder.resolve("densities.png").toFile()).getWidth());
  }

  @Test
  void ppcaDigits() {
    var metrics = PpcaDigits.runExample(folder);
    assertEquals(-159.993731, metrics.get("log_likelihood").mean(), 1e-6);
    assertTrue(Files.exists(folder.resolve("samples.png")));
  }

  @Test
  void pcaDigits() {
    var metrics = PcaDigits.runExample(folder);
    assertEquals(314.514971, metrics.get("squared_error").mean(), 1e-6);
    assertEquals(0.738227, metrics.get("explained_variance").mean(), 1e-6);
    assertTrue(Files.exists(folder.resolve("reconstructions.png")));
  }

  /** NumPy in float64, with gaps of its own, finds a factor of 1.444 at 10 codes. */
  @Test
  void imputeDigits() {
    var errors = ImputeDigits.runExample(folder, "model.iterations=30");
    double factor = errors.columnMeans() / errors.imputed();
    assertEquals(1.444, factor, 0.03, errors::toString);
  }

  @Test
  void vaeComputationGraph() {
    double elbo = VaeComputationGraph.runExample(5);
    assertTrue(elbo > -32 && elbo < -15, "learns more than the mean digit: " + elbo);
  }

  @Test
  void expectedCode() {
    for (var expectation : ExpectedCode.runExample(folder)) {
      assertEquals(expectation.exact(), expectation.estimate(), 0.05 * expectation.exact());
    }
  }

  /** The forward fit has the mixture's mean 0.4 and variance 1/4 + 4 (1 - 0.2^2). */
  @Test
  void forwardReverseKl() throws IOException {
    var fits = ForwardReverseKl.runExample(folder);
    var covering = fits.get("KL(p || q)");
    assertEquals(0.4, covering.mean(), 0.03);
    assertEquals(Math.sqrt(0.25 + 4 * 0.96), covering.deviation(), 0.03);
    var seeking = fits.get("KL(q || p)");
    assertEquals(2, seeking.mean(), 0.01);
    assertEquals(0.5, seeking.deviation(), 0.01);
    var picture = ImageIO.read(folder.resolve("forward-reverse-kl.png").toFile());
    assertEquals(840, picture.getWidth());
  }

  @Test
  void realNvpTwoMoons() throws IOException {
    var fit = RealNvpTwoMoons.runExample(folder, "train.epochs=1", "data.source=two-moons:50000");
    assertTrue(fit.below() > -0.02 && fit.below() < 0.6, fit::toString);
    assertTrue(fit.inverseError() < 1e-4, fit::toString);
    assertEquals(400, ImageIO.read(folder.resolve("density.png").toFile()).getHeight());
    assertEquals(640, ImageIO.read(folder.resolve("grid.png").toFile()).getHeight());
  }

  /** A uniform law over 17 grey levels takes 4.09 bits. */
  @Test
  void flowDigits() {
    var bits = FlowDigits.runExample(folder, "train.epochs=5");
    bits.forEach((name, b) -> assertTrue(b > 1.5 && b < 3.5, () -> name + " " + b));
    assertTrue(Files.exists(folder.resolve("maf-digits.png")));
  }
}
