package org.latentzoo.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.latentzoo.model.Head;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;

/**
 * Estimates E[F(z) | x] by importance sampling (equation 8), here for F(z) = |z|^2 under
 * probabilistic PCA, where E[|z|^2 | x] = |E[z | x]|^2 + sum_i Var[z_i | x] is known.
 */
public final class ExpectedCode {
  private ExpectedCode() {}

  /** E[|z|^2 | x] of one digit x. */
  record Expectation(double estimate, double exact) {}

  /** Takes settings such as {@code model.latent=2}. */
  public static void main(String... settings) {
    runExample(Path.of("expected-code"), settings).forEach(System.out::println);
  }

  /** Fits into {@code folder}; the expectations of five digits. */
  static List<Expectation> runExample(Path folder, String... settings) {
    var preset = Preset.load("ppca-digits").withSet(List.of(settings));
    var model = Experiment.of(preset).train(folder);

    var digits = model.data().all().first(5);
    var estimates = model.expectation(digits, 1000, z -> z.mul(z).sum(true, 1));

    var mean = model.ask(digits, Head.POSTERIOR_MEAN);
    var variance = model.ask(digits, Head.POSTERIOR_VARIANCE);
    var exact = mean.mul(mean).add(variance).sum(1).toDoubleVector();
    return IntStream.range(0, exact.length)
        .mapToObj(i -> new Expectation(estimates[i][0], exact[i]))
        .toList();
  }
}
