package org.latentzoo.examples.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.latentzoo.data.Rows;
import org.latentzoo.eval.GradientMoments;
import org.latentzoo.gradient.Enumeration;
import org.latentzoo.gradient.Estimator.Kind;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.models.DiscreteVae;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.train.Optimizer;
import org.latentzoo.train.OptimizerConfig;
import org.latentzoo.train.Updater;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of the encoder by one estimator, at weights that another model has.
 *
 * @param kind the estimator
 * @param moments of the gradient
 */
public record EstimatorTrial(Kind kind, GradientMoments moments) {
  /** Steps in which a baseline learns what the rows' rewards are, everything else held fixed. */
  private static final int SETTLING = 500;

  private static final double RATE = 0.01;

  /** The estimators that such a model can be trained by. */
  public static List<Kind> kinds(DiscreteVae.Config config) {
    return Arrays.stream(Kind.values()).filter(kind -> fits(kind, config)).toList();
  }

  private static boolean fits(Kind kind, DiscreteVae.Config config) {
    boolean bits = config.unit().classes() == 2;
    if (config.layers() > 1 && !kind.isScoreFunction()) {
      return false;
    }
    return switch (kind) {
      case DISARM -> bits;
      case ENUMERATION -> bits && config.latent() <= Enumeration.MOST_UNITS;
      default -> true;
    };
  }

  /**
   * Measures one estimator.
   *
   * @param preset of a discrete VAE
   * @param weights of its encoder, decoder and prior
   * @param rows all of them make one batch
   * @param samples decoder evaluations a row; enumeration takes all codes
   */
  public static EstimatorTrial of(
      Preset preset, ModelInstance weights, Rows rows, Kind kind, int samples, int draws) {
    var config =
        preset.with("model.estimator.samples", samples).with("model.estimator.kind", kind.key());
    int features = rows.columns();
    var instance =
        ModelInstance.of(
            preset.type(), config.model(), preset.precision(), preset.seed(), features);
    var trained = weights.parameters();
    instance
        .parameters()
        .forEach((name, p) -> p.assign(trained.containsKey(name) ? trained.get(name) : p));
    var noise = new NoiseSource(preset.seed());
    settle(instance, rows, noise);
    var phase = instance.model().phases().get(0);
    var step = instance.training(phase, (int) rows.count());
    fill(rows, step.execution().input(Model.DATA));
    var moments =
        GradientMoments.of(
            step, name -> name.startsWith("encoder."), kind == Kind.ENUMERATION ? 2 : draws, noise);
    return new EstimatorTrial(kind, moments);
  }

  private static void fill(Rows rows, INDArray x) {
    try (var epoch = rows.epoch(0, false, (int) rows.count(), 0)) {
      epoch.fill(x);
    }
  }

  /** Trains the baselines, which the weights do not have, on these rows. */
  private static void settle(ModelInstance instance, Rows rows, NoiseSource noise) {
    var phases = new ArrayList<>(instance.model().phases());
    // The average first: a network learns the rest.
    Collections.reverse(phases);
    for (var phase : phases) {
      if (instance.parameters(phase).slices().keySet().stream()
          .anyMatch(EstimatorTrial::isBaseline)) {
        settle(instance, phase, rows, noise);
      }
    }
  }

  private static void settle(ModelInstance instance, Phase phase, Rows rows, NoiseSource noise) {
    var step = instance.training(phase, (int) rows.count());
    fill(rows, step.execution().input(Model.DATA));
    var parameters = instance.parameters(phase).vector();
    double rate = phase.isPlain() ? phase.rate() : RATE;
    var updater = phase.isPlain() ? Updater.SGD : Updater.ADAM;
    var optimizer = Optimizer.create(OptimizerConfig.of(updater, rate), parameters);
    for (int t = 0; t < SETTLING; t++) {
      step.execution().drawNoise(noise, "settle." + phase.name(), t);
      step.execution().run();
      step.gradient().slices().forEach((name, g) -> g.muli(isBaseline(name) ? 1 : 0));
      optimizer.step(parameters, step.gradient().vector(), t, 0, rate);
    }
  }

  private static boolean isBaseline(String parameter) {
    return parameter.startsWith("average.") || parameter.startsWith("baseline.");
  }
}
