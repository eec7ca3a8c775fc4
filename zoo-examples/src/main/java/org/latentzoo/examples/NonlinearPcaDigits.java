package org.latentzoo.examples;

import java.nio.file.Path;
import java.util.List;
import org.latentzoo.io.ImageGrid;
import org.latentzoo.model.Head;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;

/**
 * Fits nonlinear PCA to handwritten digits by variational EM (equation 10), and a VAE of the same
 * decoder to the same bits: what does an encoder lose against a q of each row's own?
 */
public final class NonlinearPcaDigits {
  private NonlinearPcaDigits() {}

  /**
   * The mean ELBO of the test digits, in nats.
   *
   * @param own with a q of each row's own
   * @param amortised with q from an encoder
   */
  record Bounds(double own, double amortised) {}

  /** Takes settings such as {@code train.epochs=50}. */
  public static void main(String... settings) {
    System.out.println(runExample(Path.of("nonlinear-pca-digits"), settings));
  }

  /** Trains both into {@code folder}. */
  static Bounds runExample(Path folder, String... settings) {
    var own = Preset.load("nonlinear-pca-digits").withSet(List.of(settings));
    var amortised =
        Preset.load("vae-bernoulli-digits")
            .with("data.binarize", "static")
            .withSet(List.of(settings));

    var pca = Experiment.of(own).train(folder.resolve("own"));
    var vae = Experiment.of(amortised).train(folder.resolve("amortised"));

    var samples = pca.sample(64, 1, Head.DECODED_MEAN);
    pca.draw(folder.resolve("samples.png"), ImageGrid.square(samples));
    var test = pca.data().test();
    return new Bounds(
        pca.evaluate(test, 0).get("elbo").mean(), vae.evaluate(test, 0).get("elbo").mean());
  }
}
