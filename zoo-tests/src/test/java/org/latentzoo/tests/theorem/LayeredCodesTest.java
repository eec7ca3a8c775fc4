package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentzoo.gradient.Estimator.Kind;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.tests.Differences;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Three stochastic layers of two bits against sums over all 64 joint codes, in plain loops. */
class LayeredCodesTest {
  private static final int D = 2;
  private static final int UNITS = 2;
  private static final int LAYERS = 3;
  private static final int CODES = 1 << UNITS * LAYERS;
  private static final int ROWS = 4;
  private static final int COPIES = 20;
  private static final int DRAWS = 1000;

  /** log p(x, z) and log q(z | x) of one joint code. */
  private record Joint(double logP, double logQ) {
    double logWeight() {
      return logP - logQ;
    }
  }

  private static ModelInstance model(Kind kind, int samples) {
    var preset =
        Preset.fromYaml("bits", "model: {type: discrete-vae, latent: 2, encoder: [], decoder: []}")
            .withSet(
                List.of(
                    "model.layers=" + LAYERS,
                    "model.unit.prior=learnt",
                    "model.estimator.kind=" + kind.key(),
                    "model.estimator.samples=" + samples));
    var model = ModelInstance.of(preset.type(), preset.model(), DataType.DOUBLE, 3, D);
    var source = new NoiseSource(6);
    model.parameters().forEach((name, p) -> source.normal(p, name));
    return model;
  }

  /** All rows of two bits; more columns would tie gradients to each other through counts of z. */
  private static INDArray rows() {
    return Nd4j.createFromArray(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
  }

  /** log p(to | from) of bits whose logits are {@code scope}'s linear map of {@code from}. */
  private static double law(ModelInstance model, String scope, double[] from, double[] to) {
    var weight = model.parameters().get(scope + ".0.W");
    var bias = model.parameters().get(scope + ".0.b");
    double sum = 0;
    for (int j = 0; j < to.length; j++) {
      double logit = bias.getDouble(j);
      for (int i = 0; i < from.length; i++) {
        logit += from[i] * weight.getDouble(i, j);
      }
      sum -= Math.log1p(Math.exp(to[j] == 1 ? -logit : logit));
    }
    return sum;
  }

  private static double top(ModelInstance model, double[] z) {
    var logits = model.parameters().get("prior.logits");
    return IntStream.range(0, UNITS)
        .mapToDouble(j -> -Math.log1p(Math.exp((1 - 2 * z[j]) * logits.getDouble(j))))
        .sum();
  }

  private static List<Joint> joints(ModelInstance model, double[] x) {
    var joints = new ArrayList<Joint>();
    for (int m = 0; m < CODES; m++) {
      var z = new double[LAYERS][UNITS];
      for (int bit = 0; bit < LAYERS * UNITS; bit++) {
        z[bit / UNITS][bit % UNITS] = m >> bit & 1;
      }
      joints.add(
          new Joint(
              law(model, "decoder", z[0], x)
                  + law(model, "prior.layer2", z[1], z[0])
                  + law(model, "prior.layer3", z[2], z[1])
                  + top(model, z[2]),
              law(model, "encoder", x, z[0])
                  + law(model, "encoder.layer2", z[0], z[1])
                  + law(model, "encoder.layer3", z[1], z[2])));
    }
    return joints;
  }

  private static double elbo(ModelInstance model, double[] x) {
    return joints(model, x).stream().mapToDouble(z -> Math.exp(z.logQ()) * z.logWeight()).sum();
  }

  /** E[log (w_1 + w_2) / 2]. */
  private static double pairBound(ModelInstance model, double[] x) {
    var joints = joints(model, x);
    double sum = 0;
    for (var a : joints) {
      for (var b : joints) {
        double mean = (Math.exp(a.logWeight()) + Math.exp(b.logWeight())) / 2;
        sum += Math.exp(a.logQ() + b.logQ()) * Math.log(mean);
      }
    }
    return sum;
  }

  private static double likelihood(ModelInstance model, double[] x) {
    return joints(model, x).stream().mapToDouble(z -> Math.exp(z.logP())).sum();
  }

  /** A baseline has a loss of its own. */
  private static boolean isEstimated(String parameter) {
    return !parameter.startsWith("baseline");
  }

  /** Of minus the mean over rows of {@code bound}, by central differences. */
  private static double[] gradient(
      ModelInstance model, ToDoubleBiFunction<ModelInstance, double[]> bound) {
    var x = rows().toDoubleMatrix();
    var phase = model.model().phases().get(0);
    var gradient = new ArrayList<Double>();
    model.training(phase, 1).gradient().slices().keySet().stream()
        .filter(LayeredCodesTest::isEstimated)
        .map(model.parameters()::get)
        .forEach(
            p -> {
              var slope =
                  Differences.gradient(
                      () -> {
                        double sum = 0;
                        for (var row : x) {
                          sum -= bound.applyAsDouble(model, row) / ROWS;
                        }
                        return sum;
                      },
                      p,
                      Differences.STEP);
              for (double s : slope) {
                gradient.add(s);
              }
            });
    return gradient.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @ParameterizedTest
  @EnumSource(names = {"REINFORCE", "MOVING_AVERAGE", "INPUT_DEPENDENT", "LEAVE_ONE_OUT", "VIMCO"})
  void meansAreTheEnumeratedGradient(Kind kind) {
    var model = model(kind, 2);
    var exact =
        gradient(model, kind == Kind.VIMCO ? LayeredCodesTest::pairBound : LayeredCodesTest::elbo);
    assertTrue(exact.length > 30);
    var estimates =
        Estimates.ofGradient(model, rows(), COPIES, DRAWS, LayeredCodesTest::isEstimated);
    double probability = estimates.probability(exact);
    assertTrue(probability > 1e-3, () -> "as far off with probability " + probability);
  }

  /** E[ELBO] is the enumerated one, E[w] the likelihood, both within 4 standard errors. */
  @Test
  void boundAndWeightsHaveTheirMeans() {
    var model = model(Kind.LEAVE_ONE_OUT, 2);
    var inference = model.inference(List.of(Head.ELBO, Head.LOG_WEIGHT), ROWS * COPIES);
    inference.execution().input(Model.DATA).assign(Nd4j.tile(rows(), COPIES, 1));
    var source = new NoiseSource(5);
    var bounds = statistics();
    var weights = statistics();
    for (int i = 0; i < DRAWS; i++) {
      inference.execution().drawNoise(source, "draw", i);
      inference.execution().run();
      for (int b = 0; b < ROWS * COPIES; b++) {
        bounds[b % ROWS].addValue(inference.answer(Head.ELBO).getDouble(b));
        weights[b % ROWS].addValue(Math.exp(inference.answer(Head.LOG_WEIGHT).getDouble(b)));
      }
    }
    for (int n = 0; n < ROWS; n++) {
      var x = rows().toDoubleMatrix()[n];
      requireMean(elbo(model, x), bounds[n]);
      requireMean(likelihood(model, x), weights[n]);
    }
  }

  /** The share of each z among samples, from the layer of the topmost bits down. */
  @Test
  void samplesAreThePriors() {
    var model = model(Kind.LEAVE_ONE_OUT, 2);
    int n = 40_000;
    var inference = model.inference(List.of(Head.PRIOR_SAMPLE), n);
    inference.execution().drawNoise(new NoiseSource(1), "sample", 0);
    inference.execution().run();
    var codes = inference.answer(Head.PRIOR_SAMPLE).toDoubleMatrix();
    for (int m = 0; m < 1 << UNITS; m++) {
      var z = new double[] {m & 1, m >> 1};
      double expected = 0;
      for (int above = 0; above < 1 << 2 * UNITS; above++) {
        var z2 = new double[] {above & 1, above >> 1 & 1};
        var z3 = new double[] {above >> 2 & 1, above >> 3};
        expected +=
            Math.exp(
                law(model, "prior.layer2", z2, z)
                    + law(model, "prior.layer3", z3, z2)
                    + top(model, z3));
      }
      var share = new SummaryStatistics();
      for (var code : codes) {
        share.addValue(code[0] == z[0] && code[1] == z[1] ? 1 : 0);
      }
      requireMean(expected, share);
    }
  }

  private static SummaryStatistics[] statistics() {
    return IntStream.range(0, ROWS)
        .mapToObj(n -> new SummaryStatistics())
        .toArray(SummaryStatistics[]::new);
  }

  private static void requireMean(double expected, SummaryStatistics drawn) {
    double error = drawn.getStandardDeviation() / Math.sqrt(drawn.getN());
    assertEquals(expected, drawn.getMean(), 4 * error);
  }
}
