package org.latentzoo.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.latentzoo.eval.Metric;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;

/**
 * Measures what the inference of a VAE loses (Cremer, Li and Duvenaud 2018): the approximation gap
 * of a normal q, and the amortisation gap of the encoder that computes it.
 */
public final class InferenceGapsDigits {
  private InferenceGapsDigits() {}

  /** Takes settings such as {@code model.posterior=full-normal}. */
  public static void main(String... settings) {
    runExample(Path.of("inference-gaps"), 5000, settings)
        .forEach(
            (name, gap) ->
                System.out.printf("%-18s %9.3f +- %.3f%n", name, gap.mean(), gap.standardError()));
  }

  /** Trains into {@code folder}; bounds and gaps of fifty test digits, in nats. */
  static Map<String, Metric> runExample(Path folder, int samples, String... settings) {
    var preset = Preset.load("vae-bernoulli-digits").withSet(List.of(settings));
    var model = Experiment.of(preset).train(folder);
    return model.evaluator(n -> {}).gaps(model.data().test().first(50), samples).metrics();
  }
}
