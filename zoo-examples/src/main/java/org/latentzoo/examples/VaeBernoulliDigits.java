package org.latentzoo.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.latentzoo.eval.Metric;
import org.latentzoo.io.ImageGrid;
import org.latentzoo.model.Head;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;

/** Trains a VAE on handwritten digits, draws samples of it and measures it on digits held out. */
public final class VaeBernoulliDigits {
  private VaeBernoulliDigits() {}

  /** Takes settings such as {@code train.epochs=50}. */
  public static void main(String... settings) {
    runExample(Path.of("vae-bernoulli-digits"), settings)
        .forEach((name, metric) -> System.out.printf("%-16s %10.3f%n", name, metric.mean()));
  }

  /** Trains into {@code folder}; the measures of the test rows, in nats. */
  static Map<String, Metric> runExample(Path folder, String... settings) {
    var preset = Preset.load("vae-bernoulli-digits").withSet(List.of(settings));
    var model = Experiment.of(preset).train(folder);

    var samples = model.sample(64, 1, Head.DECODED_MEAN);
    model.draw(folder.resolve("samples.png"), ImageGrid.square(samples));

    var test = model.data().test();
    var digits = test.first(10);
    model.draw(
        folder.resolve("reconstructions.png"),
        List.of(model.originals(digits), model.reconstruct(digits)));
    return model.evaluate(test, 100);
  }
}
