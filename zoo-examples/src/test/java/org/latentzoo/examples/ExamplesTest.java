package org.latentzoo.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void ppcaDigits() {
    var metrics = PpcaDigits.runExample(folder);
    assertEquals(-159.993731, metrics.get("log_likelihood").mean(), 1e-6);
    assertTrue(Files.exists(folder.resolve("samples.png")));
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
}
