package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.models.EnergyGan;
import org.latentzoo.network.Activation;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.train.Optimizer;
import org.latentzoo.train.OptimizerConfig;
import org.latentzoo.train.Updater;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * With f = 0 the energy is that of N(0, s^2 I), which a linear g reaches: its rows have covariance
 * s^2 I. The loss comes down to what it is there, and nowhere below, since both entropies are
 * bounds: by q, whose variance comes to (eps / s)^2, D / 2 and the entropy of q; by the mixture,
 * less tightly, D / 2 less that of the rows. Less entropy, or more, ends at other covariances.
 */
class EnergyGeneratorTest {
  private static final int D = 2;
  private static final double NOISE = 0.9;
  private static final double SPREAD = 1.5;
  private static final int BATCH = 300;

  private static ModelInstance model(EnergyGan.Entropy entropy) {
    List<Integer> none = List.of();
    var config =
        new EnergyGan.Config(
            D, none, none, none, Activation.TANH, entropy, NOISE, 0, SPREAD, 0.01, 1, 1);
    var model = ModelInstance.of(new EnergyGan(), config, DataType.DOUBLE, 2, D);
    model.parameters().forEach((name, p) -> p.muli(name.startsWith("energy.") ? 0 : 1));
    return model;
  }

  /** The loss over {@code steps} batches; at a rate of 0 nothing is learnt. */
  private static SummaryStatistics play(ModelInstance model, int steps, double rate) {
    var phase = model.model().phases().get(0);
    var parameters = model.parameters(phase).vector();
    var optimizer = Optimizer.create(OptimizerConfig.of(Updater.ADAM, rate), parameters);
    var step = model.training(phase, BATCH);
    var source = new NoiseSource(4);
    var losses = new SummaryStatistics();
    for (int t = 0; t < steps; t++) {
      step.execution().drawNoise(source, "rate" + rate, t);
      step.execution().run();
      losses.addValue(step.loss());
      optimizer.step(parameters, step.gradient().vector(), t, 0, rate);
    }
    return losses;
  }

  /** Of N(0, deviation^2 I), D / 2 log(2 pi e deviation^2). */
  private static double normalEntropy(double deviation) {
    return D / 2.0 * Math.log(2 * Math.PI * Math.E * deviation * deviation);
  }

  @ParameterizedTest
  @CsvSource({"INVERSE, 0.005", "MIXTURE, 0.03"})
  void generatorReachesTheLawOfAnEnergyThatStandsStill(
      EnergyGan.Entropy entropy, double looseness) {
    var model = model(entropy);
    play(model, 400, 0.03);
    play(model, 200, 0.003);
    var losses = play(model, 200, 0);
    double least =
        entropy == EnergyGan.Entropy.INVERSE
            ? D / 2.0 + normalEntropy(NOISE / SPREAD)
            : D / 2.0 - normalEntropy(SPREAD);
    double error = losses.getStandardDeviation() / Math.sqrt(losses.getN());
    assertTrue(losses.getMean() > least - 4 * error, losses::toString);
    assertTrue(losses.getMean() < least + looseness + 4 * error, losses::toString);

    int n = 20_000;
    var prior = model.inference(List.of(Head.PRIOR_SAMPLE), n);
    prior.execution().drawNoise(new NoiseSource(5), "prior");
    prior.execution().run();
    var decoder = model.inference(List.of(Head.DECODED_SAMPLE), n);
    decoder.execution().input(Model.CODES).assign(prior.answer(Head.PRIOR_SAMPLE));
    decoder.execution().drawNoise(new NoiseSource(6), "decoder");
    decoder.execution().run();
    var rows = decoder.answer(Head.DECODED_SAMPLE);
    var moments = rows.transpose().mmul(rows).div(n).toDoubleMatrix();
    assertEquals(SPREAD * SPREAD, moments[0][0], 0.15);
    assertEquals(0, moments[0][1], 0.1);
    assertEquals(SPREAD * SPREAD, moments[1][1], 0.15);
  }
}
