package org.latentzoo.examples;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.latentzoo.model.Head;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;
import org.latentzoo.run.TrainedModel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a VAE that is told which digit it sees, then draws each digit in the same ten hands: one
 * code a column, one label a line.
 */
public final class ConditionalDigits {
  private ConditionalDigits() {}

  /** Takes settings such as {@code train.epochs=50}. */
  public static void main(String... settings) {
    System.out.println("Test ELBO: " + runExample(Path.of("conditional-digits"), settings));
  }

  /** Trains into {@code folder}; the test rows' mean ELBO, in nats. */
  static double runExample(Path folder, String... settings) {
    var preset = Preset.load("vae-conditional-digits").withSet(List.of(settings));
    var model = Experiment.of(preset).train(folder);

    var lines = IntStream.range(0, 10).mapToObj(digit -> samples(model, digit)).toList();
    model.draw(folder.resolve("digits.png"), lines);
    return model.evaluate(model.data().test(), 0).get("elbo").mean();
  }

  /** The same seed gives the same codes for every digit. */
  private static INDArray samples(TrainedModel model, int digit) {
    var labels = new double[10];
    Arrays.fill(labels, digit);
    return model.sample(labels, 1, Head.DECODED_MEAN);
  }
}
