package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.latentzoo.data.Binarize;
import org.latentzoo.data.Preprocessing;
import org.latentzoo.distribution.Support;
import org.latentzoo.eval.Evaluator;
import org.latentzoo.graph.Graph;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.TrainingStep;
import org.latentzoo.models.Ppca;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.tests.ArrayRows;
import org.latentzoo.tests.Fits;
import org.latentzoo.train.Optimizer;
import org.latentzoo.train.OptimizerConfig;
import org.latentzoo.train.Updater;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Maximum likelihood and the posterior of equations 4 to 6. */
class PpcaTest {
  private static final int N = 60;
  private static final int D = 6;
  private static final int Q = 2;

  private final INDArray x = data();
  private final Ppca.Config config = Fits.ppca(Q, Ppca.Fit.CLOSED_FORM);
  private final ModelInstance instance =
      new ModelInstance(new Ppca().build(config, new Graph(DataType.DOUBLE, 1), D));
  private final TrainingStep step = instance.training(instance.model().phases().get(0), N);
  private final INDArray parameters =
      instance.parameters(instance.model().phases().get(0)).vector();
  private final Map<String, INDArray> fit = fit();

  private static INDArray draw(String name, long... shape) {
    var array = Nd4j.zeros(DataType.DOUBLE, shape);
    new NoiseSource(6).normal(array, name);
    return array;
  }

  private static INDArray data() {
    var w = draw("w", Q, D);
    return draw("z", N, Q).mmul(w).addi(draw("noise", N, D).muli(0.5)).addi(3);
  }

  private Map<String, INDArray> fit() {
    step.execution().input(Model.DATA).assign(x);
    return Fits.of(new Ppca(), config, x);
  }

  private void toMaximum() {
    instance.parameters().forEach((name, slice) -> slice.assign(fit.get(name)));
  }

  /** -1/N sum_n log p(x_n). */
  private double loss() {
    step.execution().run();
    return step.loss();
  }

  @Test
  void gradientVanishesAtTheClosedForm() {
    loss();
    assertTrue(step.gradient().vector().amaxNumber().doubleValue() > 0.1);
    toMaximum();
    loss();
    assertEquals(0, step.gradient().vector().amaxNumber().doubleValue(), 1e-11);
  }

  @Test
  void everyPerturbationOfTheClosedFormIsWorse() {
    toMaximum();
    double best = loss();
    var here = parameters.dup();
    for (int n = 0; n < 50; n++) {
      var there = draw("perturbation " + n, parameters.length()).muli(0.02).addi(here);
      parameters.assign(there);
      double worse = loss();
      assertTrue(worse > best, () -> worse + " is below " + best);
    }
  }

  @Test
  void gradientStepsReachTheClosedForm() {
    var optimizer = Optimizer.create(OptimizerConfig.of(Updater.ADAM), parameters);
    for (int t = 0; t < 1500; t++) {
      loss();
      optimizer.step(parameters, step.gradient().vector(), t, 0, t < 1000 ? 0.02 : 0.002);
    }
    double reached = loss();
    toMaximum();
    assertEquals(loss(), reached, 1e-6);
  }

  /**
   * Rows ±e_i have covariance I / d: every eigenvalue is the noise's variance, W is 0 and p(x) =
   * N(0, I / d). At d = 5 the mean of the discarded eigenvalues rounds to above each of them.
   */
  @Test
  void equalEigenvaluesLeaveNothingToTheCode() {
    int d = 5;
    var axes = Nd4j.concat(0, Nd4j.eye(d), Nd4j.eye(d).neg()).castTo(DataType.DOUBLE);
    var isotropic = Fits.of(new Ppca(), config, axes);
    assertEquals(0, isotropic.get("W").amaxNumber().doubleValue(), 1e-7);
    var model = ModelInstance.of(new Ppca(), config, DataType.DOUBLE, 1, d);
    model.parameters().forEach((name, slice) -> slice.assign(isotropic.get(name)));
    var whole = model.training(model.model().phases().get(0), 2 * d);
    whole.execution().input(Model.DATA).assign(axes);
    whole.execution().run();
    assertEquals(d / 2.0 * (Math.log(2 * Math.PI / d) + 1), whole.loss(), 1e-10);
  }

  /** E[F(z) | x] for F = z and F = z_i z_j (equations 6 and 8). */
  @Test
  void expectationsGivenARowAreThePosteriorsMoments() {
    toMaximum();
    int samples = 1000;
    var none =
        new Preprocessing(
            1, Nd4j.zeros(DataType.DOUBLE, D), Nd4j.ones(DataType.DOUBLE, D), Binarize.NONE);
    var evaluator = new Evaluator(instance, none, Support.REAL, 8, n -> {});
    var rows = new ArrayRows(x);
    var w = fit.get("W");
    double sigma2 = Math.exp(fit.get("log_sigma2").getDouble(0));
    // W has orthogonal columns, so M = W^T W + sigma^2 I is diagonal.
    var m = w.transpose().mmul(w);
    var mean = x.subRowVector(fit.get("mean")).mmul(w);
    for (int j = 0; j < Q; j++) {
      mean.getColumn(j).divi(m.getDouble(j, j) + sigma2);
    }
    var first = evaluator.expectation(rows, samples, z -> z);
    var cross = evaluator.expectation(rows, samples, z -> z.getColumns(0).mul(z.getColumns(1)));
    for (int n = 0; n < N; n++) {
      double a = mean.getDouble(n, 0);
      double b = mean.getDouble(n, 1);
      double va = sigma2 / (m.getDouble(0, 0) + sigma2);
      double vb = sigma2 / (m.getDouble(1, 1) + sigma2);
      assertEquals(a, first[n][0], 5 * Math.sqrt(va / samples), "E[z_0]");
      assertEquals(b, first[n][1], 5 * Math.sqrt(vb / samples), "E[z_1]");
      double variance = a * a * vb + b * b * va + va * vb;
      assertEquals(a * b, cross[n][0], 5 * Math.sqrt(variance / samples), "E[z_0 z_1]");
    }
  }
}
