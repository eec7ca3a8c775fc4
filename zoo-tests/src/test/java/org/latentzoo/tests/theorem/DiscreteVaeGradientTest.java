package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentzoo.gradient.Estimator.Kind;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.train.Optimizer;
import org.latentzoo.train.OptimizerConfig;
import org.latentzoo.train.Updater;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** All parameters of a discrete VAE at once: encoder, decoder and prior. */
class DiscreteVaeGradientTest {
  private static final int D = 4;
  private static final int ROWS = 6;
  private static final int COPIES = 20;
  private static final int DRAWS = 1000;

  private static ModelInstance model(Kind kind, int samples, boolean trained) {
    var preset =
        Preset.fromYaml("bits", "model: {type: discrete-vae, latent: 8, encoder: [], decoder: [3]}")
            .withSet(
                List.of(
                    "model.activation=tanh",
                    "model.unit.prior=learnt",
                    "model.estimator.kind=" + kind.key(),
                    "model.estimator.samples=" + samples));
    var model = ModelInstance.of(preset.type(), preset.model(), DataType.DOUBLE, 3, D);
    // Away from the start, where the codes are all alike.
    var source = new NoiseSource(6);
    model.parameters().forEach((name, p) -> source.normal(p, name));
    if (trained) {
      train(model(Kind.ENUMERATION, 1, false))
          .forEach((name, value) -> model.parameters().get(name).assign(value));
    }
    return model;
  }

  /** 100 exact steps of Adam. */
  private static Map<String, INDArray> train(ModelInstance model) {
    var phase = model.model().phases().get(0);
    var step = model.training(phase, ROWS);
    step.execution().input(Model.DATA).assign(bits());
    var vector = model.parameters(phase).vector();
    var optimizer = Optimizer.create(OptimizerConfig.of(Updater.ADAM, 0.05), vector);
    for (int t = 0; t < 100; t++) {
      step.execution().run();
      optimizer.step(vector, step.gradient().vector(), t, 0, 0.05);
    }
    return model.parameters();
  }

  private static INDArray bits() {
    var bits = Nd4j.zeros(DataType.DOUBLE, ROWS, D);
    new NoiseSource(2).uniform(bits, "bits");
    return bits.gt(0.5).castTo(DataType.DOUBLE);
  }

  private static Estimates gradients(ModelInstance model, String scope, int copies, int draws) {
    return Estimates.ofGradient(
        model,
        bits(),
        copies,
        draws,
        name -> name.startsWith(scope) && !name.startsWith("baseline"));
  }

  private static double probability(Kind kind) {
    var estimates = gradients(model(kind, 2, false), "", COPIES, DRAWS);
    var exact = gradients(model(Kind.ENUMERATION, 1, false), "", 1, 1);
    return estimates.probability(exact.rows()[0]);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"VIMCO", "STRAIGHT_THROUGH", "ENUMERATION"})
  void meansAreTheEnumeratedGradient(Kind kind) {
    double probability = probability(kind);
    assertTrue(probability > 1e-3, () -> "as far off with probability " + probability);
  }

  @Test
  void straightThroughIsFoundToBeBiased() {
    double probability = probability(Kind.STRAIGHT_THROUGH);
    assertTrue(probability < 1e-12, () -> "as far off with probability " + probability);
  }

  /** A baseline or an antithetic partner pays for the decoder evaluation it takes. */
  @ParameterizedTest
  @EnumSource(names = {"LEAVE_ONE_OUT", "DISARM"})
  void varianceIsLowerAtEqualDecoderEvaluations(Kind kind) {
    for (boolean trained : List.of(false, true)) {
      double plain =
          gradients(model(Kind.REINFORCE, 2, trained), "encoder", 1, DRAWS).totalVariance();
      double ours = gradients(model(kind, 2, trained), "encoder", 1, DRAWS).totalVariance();
      assertTrue(plain / ours > 1.5, () -> "variance lower by " + plain / ours);
    }
  }
}
