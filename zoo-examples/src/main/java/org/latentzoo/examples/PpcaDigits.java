package org.latentzoo.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.latentzoo.eval.Metric;
import org.latentzoo.io.ImageGrid;
import org.latentzoo.model.Head;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;

/** Fits probabilistic PCA to handwritten digits, exactly, and measures it on the same digits. */
public final class PpcaDigits {
  private PpcaDigits() {}

  /** Takes settings such as {@code model.latent=2}. */
  public static void main(String... settings) {
    runExample(Path.of("ppca-digits"), settings)
        .forEach((name, metric) -> System.out.printf("%-16s %12.6f%n", name, metric.mean()));
  }

  /** Fits into {@code folder}; the measures of all rows, in nats. */
  static Map<String, Metric> runExample(Path folder, String... settings) {
    var preset = Preset.load("ppca-digits").withSet(List.of(settings));
    var model = Experiment.of(preset).train(folder);

    var samples = model.sample(64, 1, Head.DECODED_MEAN);
    model.draw(folder.resolve("samples.png"), ImageGrid.square(samples));
    return model.evaluate(model.data().all(), 0);
  }
}
