package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latentzoo.eval.ImportanceSampler;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A VAE of one code, whose log p(x) is an integral over a line. */
class VaeBoundTest {
  private static final int D = 6;
  private static final int ROWS = 4;
  private static final int REPEATS = 20;
  private static final double SIGMAS = 5;
  private static final Quadrature LINE = new Quadrature(10, 2000);

  private final ModelInstance instance = instance();
  private final INDArray x = bits();
  private final Inference inference = inference();

  private static ModelInstance instance() {
    var preset =
        Preset.fromYaml("line", "model: {type: vae, latent: 1, encoder: [5], decoder: [5]}");
    return ModelInstance.of(preset.type(), preset.model(), DataType.DOUBLE, 3, D);
  }

  private static INDArray bits() {
    var u = Nd4j.zeros(DataType.DOUBLE, ROWS, D);
    new NoiseSource(2).uniform(u, "bits");
    return u.gt(0.5).castTo(DataType.DOUBLE);
  }

  /** With an encoder near the prior, so that weights are bounded and standard errors honest. */
  private Inference inference() {
    instance.parameters().forEach((n, p) -> p.muli(n.startsWith("encoder") ? 0.3 : 1));
    var heads = List.of(Head.ELBO, Head.LOG_WEIGHT, Head.POSTERIOR_SAMPLE);
    var answers = instance.inference(heads, ROWS);
    answers.execution().input(Model.DATA).assign(x);
    return answers;
  }

  private ImportanceSampler sampler(int samples, long repeat) {
    var noise = new NoiseSource(4);
    return new ImportanceSampler(
        inference,
        Head.LOG_WEIGHT,
        samples,
        k -> inference.execution().drawNoise(noise, "z", samples, repeat, k));
  }

  /** p(x, z) on the line, {@code [ROWS][points]}, from the decoder's probabilities alone. */
  private double[][] joint() {
    var z = LINE.grid();
    var decoder = instance.inference(List.of(Head.DECODED_MEAN), LINE.points());
    decoder.execution().input(Model.CODES).assign(z);
    decoder.execution().run();
    var probability = decoder.answer(Head.DECODED_MEAN).toDoubleMatrix();
    var joint = new double[ROWS][LINE.points()];
    for (int n = 0; n < ROWS; n++) {
      for (int i = 0; i < LINE.points(); i++) {
        double at = z.getDouble(i, 0);
        double density = Math.exp(-at * at / 2) / Math.sqrt(2 * Math.PI);
        for (int j = 0; j < D; j++) {
          density *= x.getDouble(n, j) > 0 ? probability[i][j] : 1 - probability[i][j];
        }
        joint[n][i] = density;
      }
    }
    return joint;
  }

  /** Of p(x, z) z^power over z. */
  private static double integral(double[] joint, int power) {
    var grid = LINE.grid();
    double sum = 0;
    for (int i = 0; i < joint.length; i++) {
      sum += joint[i] * Math.pow(grid.getDouble(i, 0), power);
    }
    return sum * LINE.step();
  }

  private record Estimate(double mean, double error) {
    static Estimate of(List<Double> values) {
      double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
      double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
      return new Estimate(mean, Math.sqrt(squares / values.size() / (values.size() - 1)));
    }

    void requireNear(double expected, String what) {
      assertTrue(error > 0 && error < 0.05, what + ": standard error " + error);
      assertEquals(expected, mean, SIGMAS * error, what);
    }
  }

  @Test
  void manySamplesReachTheIntegral() {
    var joint = joint();
    var bounds = new ArrayList<double[]>();
    var moments = new ArrayList<double[][]>();
    for (int r = 0; r < REPEATS; r++) {
      bounds.add(sampler(500, r).bound());
      moments.add(sampler(500, r).expectation(z -> Nd4j.hstack(z, z.mul(z))));
    }
    for (int n = 0; n < ROWS; n++) {
      int row = n;
      double evidence = integral(joint[n], 0);
      Estimate.of(bounds.stream().map(b -> b[row]).toList())
          .requireNear(Math.log(evidence), "log p(x)");
      Estimate.of(moments.stream().map(m -> m[row][0]).toList())
          .requireNear(integral(joint[n], 1) / evidence, "E[z | x]");
      Estimate.of(moments.stream().map(m -> m[row][1]).toList())
          .requireNear(integral(joint[n], 2) / evidence, "E[z^2 | x]");
    }
  }

  /** ELBO <= bound_2 <= bound_8 <= log p(x), each gap above 5 standard errors. */
  @Test
  void boundsTightenWithSamples() {
    double evidence = 0;
    for (var row : joint()) {
      evidence += Math.log(integral(row, 0)) / ROWS;
    }
    var last = bound(1);
    var elbo = elbo();
    assertEquals(elbo.mean, last.mean, SIGMAS * Math.hypot(elbo.error, last.error));
    for (int samples : List.of(2, 8)) {
      var next = bound(samples);
      double error = Math.hypot(last.error, next.error);
      double gap = next.mean - last.mean;
      assertTrue(gap > SIGMAS * error, () -> "gap " + gap + " with error " + error);
      last = next;
    }
    double gap = evidence - last.mean;
    double error = last.error;
    assertTrue(gap > SIGMAS * error, () -> "gap " + gap + " with error " + error);
  }

  private Estimate bound(int samples) {
    var values = new ArrayList<Double>();
    for (int r = 0; r < 800; r++) {
      values.add(mean(sampler(samples, r).bound()));
    }
    return Estimate.of(values);
  }

  private Estimate elbo() {
    var values = new ArrayList<Double>();
    for (int r = 0; r < 800; r++) {
      inference.execution().drawNoise(new NoiseSource(5), "elbo", r);
      inference.execution().run();
      values.add(inference.answer(Head.ELBO).meanNumber().doubleValue());
    }
    return Estimate.of(values);
  }

  private static double mean(double[] values) {
    return Nd4j.createFromArray(values).meanNumber().doubleValue();
  }
}
