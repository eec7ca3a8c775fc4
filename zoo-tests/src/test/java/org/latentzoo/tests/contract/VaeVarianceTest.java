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
import org.latentzoo.model.ModelInstance;
import org.latentzoo.models.Vae;
import org.latentzoo.network.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/** Every way in which a Gaussian VAE gets its variance, also those that no preset chooses. */
class VaeVarianceTest {
  private static final int FEATURES = 4;

  private static Vae.Config config(Vae.Variance variance, double sigma2, double floor) {
    var hidden = List.of(3);
    var gaussian = Vae.Likelihood.GAUSSIAN;
    return new Vae.Config(2, hidden, hidden, Activation.TANH, gaussian, variance, sigma2, floor);
  }

  @ParameterizedTest
  @EnumSource
  void gradientsEqualDifferences(Vae.Variance variance) {
    var config = config(variance, 0.5, 0.1);
    var instance = ModelInstance.of(new Vae(), config, DataType.DOUBLE, 5, FEATURES);
    GradientContractTest.requireDifferences(new Subject(instance, FEATURES));
  }

  @ParameterizedTest
  @CsvSource({
    "FIXED, 0, 0, model.sigma2 must be a finite number above 0",
    "PIXEL, -1, 0.1, model.sigma2 must be a finite number above 0",
    "FIXED, Infinity, 0, model.sigma2 must be a finite number above 0",
    "SHARED, NaN, 0, model.sigma2 must be a finite number above 0",
    "SHARED, 0.1, 0.1, model.sigma2 must be above model.floor for model.variance=shared",
    "SHARED, 0.1, -1, 'model.floor must be a finite number, at least 0'",
    "PIXEL, 0.1, Infinity, 'model.floor must be a finite number, at least 0'",
    "PIXEL, 0.1, 0, model.floor must be above 0 for model.variance=pixel"
  })
  void refusesWhatIsNoVariance(Vae.Variance variance, double sigma2, double floor, String rule) {
    var error = assertThrows(UserException.class, () -> config(variance, sigma2, floor));
    var value = rule.startsWith("model.sigma2") ? sigma2 : floor;
    assertEquals("%s, got %s.".formatted(rule, value), error.getMessage());
  }

  @Test
  void onlyASharedVarianceStartsAboveTheFloor() {
    assertDoesNotThrow(() -> config(Vae.Variance.FIXED, 0.1, 0.2));
    assertDoesNotThrow(() -> config(Vae.Variance.PIXEL, 0.1, 0.2));
    assertDoesNotThrow(() -> config(Vae.Variance.SHARED, 0.1, 0));
  }
}
