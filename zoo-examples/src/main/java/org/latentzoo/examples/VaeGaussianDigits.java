package org.latentzoo.examples;

import java.nio.file.Path;
import java.util.List;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;

/**
 * Trains a VAE with a Gaussian likelihood on grey levels, and compares the noise that it has learnt
 * with the error of its reconstructions.
 */
public final class VaeGaussianDigits {
  private VaeGaussianDigits() {}

  /**
   * The noise of a pixel, in grey levels of 0 to 16.
   *
   * @param learnt the standard deviation that the model gives every pixel
   * @param seen the root mean square of test digits minus their reconstructions
   */
  record Noise(double learnt, double seen) {}

  /** Takes settings such as {@code train.epochs=50}. */
  public static void main(String... settings) {
    System.out.println(runExample(Path.of("vae-gaussian-digits"), settings));
  }

  /** Trains into {@code folder}. */
  static Noise runExample(Path folder, String... settings) {
    var preset = Preset.load("vae-gaussian-digits").withSet(List.of(settings));
    var model = Experiment.of(preset).train(folder);

    var test = model.data().test();
    var error = model.originals(test).sub(model.reconstruct(test));
    double seen = error.norm2Number().doubleValue() / Math.sqrt(error.length());

    double logVariance = model.instance().parameters().get("decoder.log_sigma2").getDouble(0);
    double learnt = 16 * Math.exp(logVariance / 2);
    return new Noise(learnt, seen);
  }
}
