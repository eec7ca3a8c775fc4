package org.latentzoo.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.latentzoo.eval.Metric;
import org.latentzoo.io.ImageGrid;
import org.latentzoo.model.Head;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;

/** Trains a VAE whose code is 50 bits on handwritten digits, by REINFORCE with leave-one-out. */
public final class DiscreteVaeDigits {
  private DiscreteVaeDigits() {}

  /** Takes settings such as {@code model.estimator.kind=disarm}. */
  public static void main(String... settings) {
    runExample(Path.of("discrete-vae-digits"), settings)
        .forEach((name, metric) -> System.out.printf("%-20s %10.3f%n", name, metric.mean()));
  }

  /** Trains into {@code folder}; the measures of the test rows, among them the bits in use. */
  static Map<String, Metric> runExample(Path folder, String... settings) {
    var preset = Preset.load("discrete-vae-digits").withSet(List.of(settings));
    var model = Experiment.of(preset).train(folder);
    var samples = model.sample(64, 1, Head.DECODED_MEAN);
    model.draw(folder.resolve("samples.png"), ImageGrid.square(samples));
    return model.evaluate(model.data().test(), 100);
  }
}
