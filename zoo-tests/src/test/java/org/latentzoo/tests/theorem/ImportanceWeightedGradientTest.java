package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The importance-weighted bound and its two gradients of the encoder. */
class ImportanceWeightedGradientTest {
  private static final int D = 4;
  private static final int ROWS = 3;
  private static final int COPIES = 50;
  private static final int DRAWS = 500;

  /** Means, and variances of those means, of each element of a gradient over many draws. */
  private record Estimate(INDArray mean, INDArray variance) {
    double totalVariance() {
      return variance.sumNumber().doubleValue();
    }
  }

  private static ModelInstance model(String bound, int samples, double beta) {
    var preset =
        Preset.fromYaml("bound", "model: {type: vae, latent: 2, encoder: [3], decoder: [3]}")
            .withSet(
                List.of(
                    "model.objective.bound=" + bound,
                    "model.objective.samples=" + samples,
                    "model.objective.beta=" + beta));
    var model = ModelInstance.of(preset.type(), preset.model(), DataType.DOUBLE, 3, D);
    // Away from the start, where q is wide of the posterior.
    new NoiseSource(6).normal(model.parameters().get("encoder.1.W"), "q");
    return model;
  }

  private static Phase encoder(ModelInstance model) {
    return model.model().phases().get(model.model().phases().size() - 1);
  }

  private static Estimate gradient(ModelInstance model) {
    var phase = encoder(model);
    var step = model.training(phase, ROWS * COPIES);
    var bits = Nd4j.zeros(DataType.DOUBLE, ROWS, D);
    new NoiseSource(2).uniform(bits, "bits");
    step.execution().input(Model.DATA).assign(Nd4j.tile(bits.gt(0.5), COPIES, 1));
    var source = new NoiseSource(9);
    INDArray sum = null;
    INDArray squares = null;
    for (int i = 0; i < DRAWS; i++) {
      step.execution().drawNoise(source, "draw", i);
      step.execution().run();
      var g = flat(step.gradient().slices());
      sum = sum == null ? g : sum.addi(g);
      squares = squares == null ? g.mul(g) : squares.addi(g.mul(g));
    }
    var mean = sum.div(DRAWS);
    return new Estimate(mean, squares.div(DRAWS).sub(mean.mul(mean)).div(DRAWS));
  }

  private static INDArray flat(Map<String, INDArray> slices) {
    return Nd4j.concat(
        0,
        slices.entrySet().stream()
            .filter(e -> e.getKey().startsWith("encoder"))
            .map(e -> e.getValue().dup('c').reshape(e.getValue().length()))
            .toArray(INDArray[]::new));
  }

  /** Tucker et al. 2019: another estimator of the same gradient, and a calmer one. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 0.5, 2})
  void doublyReparameterisedGradientHasTheMeanOfThePathwiseOne(double beta) {
    var pathwise = gradient(model("iwae", 8, beta));
    var doubly = gradient(model("dreg", 8, beta));
    double chi2 = 0;
    for (int i = 0; i < pathwise.mean().length(); i++) {
      double difference = pathwise.mean().getDouble(i) - doubly.mean().getDouble(i);
      double variance = pathwise.variance().getDouble(i) + doubly.variance().getDouble(i);
      if (variance > 0) {
        assertEquals(0, difference / Math.sqrt(variance), 4.5, "element " + i);
        chi2 += difference * difference / variance;
      } else {
        assertEquals(0, difference, 1e-12);
      }
    }
    double elements = pathwise.mean().length();
    double most = elements + 4 * Math.sqrt(2 * elements);
    double sum = chi2;
    assertTrue(sum < most, () -> "chi-squared " + sum + " of " + elements + " elements");
    double ratio = pathwise.totalVariance() / doubly.totalVariance();
    assertTrue(
        beta != 1 || ratio > 1.5, () -> "variance of the pathwise gradient is " + ratio + " times");
  }

  /** With one sample the bound is the ELBO, whose divergence is then estimated too. */
  @Test
  void oneSampleIsTheElboWithAnEstimatedDivergence() {
    var elbo = gradient(model("elbo", 1, 1));
    var iwae = gradient(model("iwae", 1, 1));
    for (int i = 0; i < elbo.mean().length(); i++) {
      double error = Math.sqrt(elbo.variance().getDouble(i) + iwae.variance().getDouble(i)) + 1e-12;
      assertEquals(elbo.mean().getDouble(i), iwae.mean().getDouble(i), 4.5 * error, "" + i);
    }
  }
}
