package org.latentzoo.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.latentzoo.eval.Metric;
import org.latentzoo.io.ImageGrid;
import org.latentzoo.model.Head;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;

/**
 * Trains Wasserstein autoencoders of handwritten digits (equations 24 and 25), once against a
 * latent critic and once by a kernel: which codes come nearer to the prior?
 */
public final class WaeDigits {
  private WaeDigits() {}

  /**
   * What test digits say of both, by name.
   *
   * @param gan against the critic
   * @param mmd by the kernel
   */
  record Measures(Map<String, Metric> gan, Map<String, Metric> mmd) {}

  /** Takes settings such as {@code train.epochs=50}. */
  public static void main(String... settings) {
    System.out.println(runExample(Path.of("wae-digits"), settings));
  }

  /** Trains both into {@code folder}. */
  static Measures runExample(Path folder, String... settings) {
    return new Measures(
        train("wae-gan-digits", folder, settings), train("wae-mmd-digits", folder, settings));
  }

  private static Map<String, Metric> train(String name, Path folder, String... settings) {
    var preset = Preset.load(name).withSet(List.of(settings));
    var model = Experiment.of(preset).train(folder.resolve(name));
    var samples = model.sample(64, 1, Head.DECODED_MEAN);
    model.draw(folder.resolve(name + ".png"), ImageGrid.square(samples));
    return model.evaluate(model.data().test(), 0);
  }
}
