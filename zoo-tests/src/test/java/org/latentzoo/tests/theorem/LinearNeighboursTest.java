package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;
import org.latentzoo.run.TrainedModel;

/**
 * With a linear decoder and one variance every model here is probabilistic PCA, whose maximum
 * likelihood on the digits is known (REFERENCES.md): what training reaches must be that.
 */
class LinearNeighboursTest {
  private static final String DIGITS =
      """
      data: {source: digits, validation: 0, test: 0}
      train:
        batch: 128
        optimizer: {name: adam, learning-rate: 0.01, beta2: 0.99}
        schedule: {kind: cosine}
      model:
        latent: 2
        decoder: []
        likelihood: {law: gaussian, variance: shared, sigma2: 0.1, floor: 0}
      """;

  @TempDir private Path folder;

  private TrainedModel trained(String model, String... settings) {
    var preset = Preset.fromYaml("neighbour", DIGITS + model).withSet(List.of(settings));
    return Experiment.of(preset).train(folder);
  }

  /** With q = p(z | x) every importance weight is p(x), so the bound is the likelihood. */
  private static double reached(TrainedModel model) {
    return model.evaluate(model.data().train(), 20).get("iwae_bound").mean();
  }

  /** W can be turned so that the posterior is diagonal (Lucas et al. 2019), which is all q has. */
  @ParameterizedTest
  @CsvSource({"2, -177.439971, 150"})
  void vaeReachesTheMaximum(int q, double maximum, int epochs) {
    var model =
        trained("  type: vae\n  encoder: []", "model.latent=" + q, "train.epochs=" + epochs);
    assertEquals(maximum, reached(model), 0.05);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "5, -168.538042, 1000",
    "10, -159.993731, 2000",
    "20, -150.168378, 4000",
  })
  void vaeOfMoreCodesReachesTheMaximum(int q, double maximum, int epochs) {
    vaeReachesTheMaximum(q, maximum, epochs);
  }

  @ParameterizedTest
  @CsvSource({"2, -177.439971, 120"})
  void perExampleInferenceReachesTheMaximum(int q, double maximum, int epochs) {
    var model =
        trained(
            "  type: nonlinear-pca\n  posterior: full-normal\n  steps: 5\n  rate: 10\n"
                + "  inference: {steps: 300, samples: 2, rate: 0.05}",
            "model.latent=" + q,
            "train.epochs=" + epochs);
    assertEquals(maximum, reached(model), 0.05);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"5, -168.538042, 500", "10, -159.993731, 1000"})
  void perExampleInferenceOfMoreCodesReachesTheMaximum(int q, double maximum, int epochs) {
    perExampleInferenceReachesTheMaximum(q, maximum, epochs);
  }

  /** PPCA's own posterior is exact, and a full normal can be it: neither gap is there. */
  @Test
  void ppcaHasNoGaps() {
    var preset = Preset.load("ppca-digits").with("model.latent", 3);
    var model = Experiment.of(preset).train(folder);
    var gaps = model.evaluator(n -> {}).gaps(model.data().train().first(30), 400).metrics();
    for (var name : List.of("approximation_gap", "amortisation_gap")) {
      var gap = gaps.get(name);
      assertEquals(0, gap.mean(), 4 * gap.standardError() + 1e-3, name + " " + gap);
    }
  }
}
