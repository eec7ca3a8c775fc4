package org.latentzoo.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.check.UserException;
import org.latentzoo.loss.Adversary;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.models.Wae;
import org.latentzoo.network.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/** Every form of a Wasserstein autoencoder, also those that no preset chooses. */
class WaeFormsTest {
  private static final int FEATURES = 4;

  @ParameterizedTest
  @CsvSource({
    "POINT, GAN, SOFTPLUS",
    "POINT, GAN, LINEAR",
    "NORMAL, GAN, SOFTPLUS",
    "NORMAL, GAN, LINEAR",
    "POINT, MMD, SOFTPLUS",
    "NORMAL, MMD, SOFTPLUS"
  })
  void gradientsEqualDifferences(
      Wae.Encoding encoding, Wae.Divergence divergence, Adversary.Form form) {
    var hidden = List.of(3);
    var config =
        new Wae.Config(
            2,
            encoding,
            hidden,
            hidden,
            Activation.TANH,
            divergence,
            2,
            hidden,
            new Adversary(form, 0.7, 1, 1));
    var instance = ModelInstance.of(new Wae(), config, DataType.DOUBLE, 5, FEATURES);
    GradientContractTest.requireDifferences(new Subject(instance, FEATURES));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, model.adversary.regularizer must be a finite number above 0, 0.0",
    "1, 0, 1, model.adversary.rate must be a finite number above 0, 0.0",
    "1, NaN, 1, model.adversary.rate must be a finite number above 0, NaN",
    "1, 1, 0, model.adversary.steps must be at least 1, 0"
  })
  void refusesWhatIsNoGame(double regularizer, double rate, int steps, String rule, String value) {
    var error =
        assertThrows(
            UserException.class,
            () -> new Adversary(Adversary.Form.LINEAR, regularizer, rate, steps));
    assertEquals("%s, got %s.".formatted(rule, value), error.getMessage());
  }
}
