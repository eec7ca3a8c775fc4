package org.latentzoo.tests.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentzoo.check.UserException;
import org.latentzoo.loss.Objective;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.models.LatentFlow;
import org.latentzoo.models.Vae;
import org.latentzoo.network.Activation;
import org.latentzoo.network.Likelihood;
import org.latentzoo.network.PosteriorFamily;
import org.nd4j.linalg.api.buffer.DataType;

/** Every way in which a Gaussian VAE gets its variance, also those that no preset chooses. */
class VaeVarianceTest {
  private static final int FEATURES = 4;

  private static Vae.Config config(Likelihood.Variance variance, double sigma2, double floor) {
    var hidden = List.of(3);
    return new Vae.Config(
        2,
        PosteriorFamily.NORMAL,
        List.of(),
        hidden,
        hidden,
        Activation.TANH,
        0,
        new Likelihood(Likelihood.Law.GAUSSIAN, variance, sigma2, floor, 2),
        Objective.DEFAULTS,
        LatentFlow.NONE,
        LatentFlow.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void gradientsEqualDifferences(Likelihood.Variance variance) {
    var config = config(variance, 0.5, 0.1);
    var instance = ModelInstance.of(new Vae(), config, DataType.DOUBLE, 5, FEATURES);
    GradientContractTest.requireDifferences(new Subject(instance, FEATURES));
  }

  @ParameterizedTest
  @CsvSource({
    "FIXED, 0, 0, model.likelihood.sigma2 must be a finite number above 0",
    "PIXEL, -1, 0.1, model.likelihood.sigma2 must be a finite number above 0",
    "FIXED, Infinity, 0, model.likelihood.sigma2 must be a finite number above 0",
    "SHARED, NaN, 0, model.likelihood.sigma2 must be a finite number above 0",
    "SHARED, 0.1, 0.1, model.likelihood.sigma2 must be above model.likelihood.floor for model.likelihood.variance=shared",
    "SHARED, 0.1, -1, 'model.likelihood.floor must be a finite number, at least 0'",
    "PIXEL, 0.1, Infinity, 'model.likelihood.floor must be a finite number, at least 0'",
    "PIXEL, 0.1, 0, model.likelihood.floor must be above 0 for model.likelihood.variance=pixel"
  })
  void refusesWhatIsNoVariance(
      Likelihood.Variance variance, double sigma2, double floor, String rule) {
    var error = assertThrows(UserException.class, () -> config(variance, sigma2, floor));
    var value = rule.startsWith("model.likelihood.sigma2") ? sigma2 : floor;
    assertEquals("%s, got %s.".formatted(rule, value), error.getMessage());
  }

  @Test
  void onlyASharedVarianceStartsAboveTheFloor() {
    assertDoesNotThrow(() -> config(Likelihood.Variance.FIXED, 0.1, 0.2));
    assertDoesNotThrow(() -> config(Likelihood.Variance.PIXEL, 0.1, 0.2));
    assertDoesNotThrow(() -> config(Likelihood.Variance.SHARED, 0.1, 0));
  }
}
