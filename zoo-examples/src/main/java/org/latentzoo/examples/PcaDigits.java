package org.latentzoo.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.latentzoo.eval.Metric;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;

/** Finds the principal components of handwritten digits and what they leave unexplained. */
public final class PcaDigits {
  private PcaDigits() {}

  /** Takes settings such as {@code model.latent=2}. */
  public static void main(String... settings) {
    runExample(Path.of("pca-digits"), settings)
        .forEach((name, metric) -> System.out.printf("%-18s %12.6f%n", name, metric.mean()));
  }

  /** Fits into {@code folder}; squared error and explained variance of all rows. */
  static Map<String, Metric> runExample(Path folder, String... settings) {
    var preset = Preset.load("pca-digits").withSet(List.of(settings));
    var model = Experiment.of(preset).train(folder);

    var digits = model.data().all().first(10);
    model.draw(
        folder.resolve("reconstructions.png"),
        List.of(model.originals(digits), model.reconstruct(digits)));
    return model.evaluate(model.data().all(), 0);
  }
}
