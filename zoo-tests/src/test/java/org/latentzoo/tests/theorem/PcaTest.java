package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentzoo.check.UserException;
import org.latentzoo.linalg.SymmetricEigen;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.models.Pca;
import org.latentzoo.models.Ppca;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.tests.Fits;
import org.latentzoo.train.Optimizer;
import org.latentzoo.train.OptimizerConfig;
import org.latentzoo.train.Updater;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** PCA by every route, against the singular value decomposition X - b = U S V^T (equation 1). */
class PcaTest {
  private static final int N = 60;
  private static final int D = 6;
  private static final int Q = 2;

  private final INDArray x = data();
  private final INDArray mean = x.mean(0);
  private final INDArray centred = x.subRowVector(mean);

  /** The eigenvectors of the N x N matrix of inner products are U, its eigenvalues S^2. */
  private final SymmetricEigen inner = SymmetricEigen.of(centred.mmul(centred.transpose()));

  private static INDArray draw(String name, long... shape) {
    var array = Nd4j.zeros(DataType.DOUBLE, shape);
    new NoiseSource(6).normal(array, name);
    return array;
  }

  private static INDArray data() {
    return draw("z", N, Q).mmul(draw("w", Q, D)).addi(draw("noise", N, D).muli(0.5)).addi(3);
  }

  private static Pca.Config config(Pca.Fit fit) {
    return new Pca.Config(Q, fit, 2000);
  }

  /** W by a fit, in the canonical basis. */
  private INDArray loadings(Pca.Fit fit) {
    return switch (fit) {
      case EIGEN, ALTERNATING -> Fits.of(new Pca(), config(fit), x).get("W");
      case GRADIENT -> {
        var instance = ModelInstance.of(new Pca(), config(fit), DataType.DOUBLE, 1, D);
        descend(instance);
        requireEqual(mean, reachedMean(instance), 1e-4, "mean, within the data's span");
        var covariance = Fits.rows(x).moments().covariance();
        yield Pca.canonical(instance.parameters().get("W"), covariance);
      }
    };
  }

  private void descend(ModelInstance instance) {
    var phase = instance.model().phases().get(0);
    var parameters = instance.parameters(phase).vector();
    var step = instance.training(phase, N);
    step.execution().input(Model.DATA).assign(x);
    var optimizer = Optimizer.create(OptimizerConfig.of(Updater.ADAM), parameters);
    for (int t = 0; t < 3000; t++) {
      step.execution().run();
      double rate = 0.05 * (1 + Math.cos(Math.PI * t / 3000)) / 2;
      optimizer.step(parameters, step.gradient().vector(), t, 0, rate);
    }
  }

  /** b is determined up to a point of the span of W; this one is nearest to mean(x). */
  private INDArray reachedMean(ModelInstance instance) {
    var w = Pca.canonical(instance.parameters().get("W"), Nd4j.eye(D).castTo(DataType.DOUBLE));
    var off = mean.sub(instance.parameters().get("mean")).reshape(1, D);
    return instance.parameters().get("mean").add(off.mmul(w).mmul(w.transpose()).reshape(D));
  }

  private static void requireEqual(INDArray a, INDArray b, double tolerance, String what) {
    double error = a.sub(b).amaxNumber().doubleValue();
    assertTrue(error <= tolerance, () -> what + " is off by " + error);
  }

  @ParameterizedTest
  @EnumSource
  void everyFitIsTheTruncatedDecomposition(Pca.Fit fit) {
    double tolerance = fit == Pca.Fit.GRADIENT ? 1e-4 : 1e-9;
    var w = loadings(fit);
    requireEqual(Nd4j.eye(Q).castTo(DataType.DOUBLE), w.transpose().mmul(w), 1e-12, "W^T W");
    var codes = centred.mmul(w);
    for (int j = 0; j < Q; j++) {
      double s = Math.sqrt(inner.values()[j]);
      double sign = Math.signum(codes.getDouble(0, j) * inner.vectors()[0][j]);
      for (int n = 0; n < N; n++) {
        assertEquals(sign * s * inner.vectors()[n][j], codes.getDouble(n, j), tolerance, "U S");
      }
    }
    double discarded = 0;
    for (int j = Q; j < D; j++) {
      discarded += inner.values()[j] / N;
    }
    assertEquals(discarded, error(w), tolerance);
  }

  /** Through the model's heads: codes of mean 0 and diagonal covariance, and the error. */
  private double error(INDArray w) {
    var instance = ModelInstance.of(new Pca(), config(Pca.Fit.EIGEN), DataType.DOUBLE, 1, D);
    instance.parameters().get("W").assign(w);
    instance.parameters().get("mean").assign(mean);
    var heads = List.of(Head.SQUARED_ERROR, Head.POSTERIOR_MEAN);
    var inference = instance.inference(heads, N);
    inference.execution().input(Model.DATA).assign(x);
    inference.execution().run();
    var codes = inference.answer(Head.POSTERIOR_MEAN);
    requireEqual(Nd4j.zeros(DataType.DOUBLE, Q), codes.mean(0), 1e-12, "mean of the codes");
    double covariance = codes.getColumn(0).mul(codes.getColumn(1)).meanNumber().doubleValue();
    assertEquals(0, covariance, 1e-9);
    return inference.answer(Head.SQUARED_ERROR).meanNumber().doubleValue();
  }

  /** Codes do not depend on the length or the angle of W's columns in their span. */
  @Test
  void theErrorIsThatOfTheSubspace() {
    var w = loadings(Pca.Fit.EIGEN);
    var mixed = w.mmul(Nd4j.create(new double[][] {{3, 1}, {-2, 0.5}}));
    var instance = ModelInstance.of(new Pca(), config(Pca.Fit.EIGEN), DataType.DOUBLE, 1, D);
    instance.parameters().get("W").assign(mixed);
    instance.parameters().get("mean").assign(mean);
    var inference = instance.inference(List.of(Head.SQUARED_ERROR), N);
    inference.execution().input(Model.DATA).assign(x);
    inference.execution().run();
    var direct = centred.sub(centred.mmul(w).mmul(w.transpose()));
    requireEqual(
        direct.mul(direct).sum(1), inference.answer(Head.SQUARED_ERROR), 1e-10, "|x - W W^T x|^2");
  }

  /** Equation 7: as sigma^2 -> 0 the posterior of PPCA is a point, the code of PCA. */
  @Test
  void withoutNoiseThePosteriorOfPpcaIsTheCode() {
    var w = draw("any", D, Q);
    var pca = ModelInstance.of(new Pca(), config(Pca.Fit.EIGEN), DataType.DOUBLE, 1, D);
    pca.parameters().get("W").assign(w);
    pca.parameters().get("mean").assign(mean);
    var code = codes(pca);
    var ppcaConfig = Fits.ppca(Q, Ppca.Fit.CLOSED_FORM);
    var ppca = ModelInstance.of(new Ppca(), ppcaConfig, DataType.DOUBLE, 1, D);
    ppca.parameters().get("W").assign(w);
    ppca.parameters().get("mean").assign(mean);
    double before = Double.POSITIVE_INFINITY;
    for (double sigma2 : new double[] {1e-2, 1e-4, 1e-6, 1e-8}) {
      ppca.parameters().get("log_sigma2").assign(Math.log(sigma2));
      double off = codes(ppca).sub(code).amaxNumber().doubleValue();
      double spread = Ppca.posteriorCovariance(ppca.parameters()).amaxNumber().doubleValue();
      assertTrue(off < before / 50, "linear in sigma^2: " + off);
      assertTrue(off < 10 * sigma2 && spread < 10 * sigma2, off + " and " + spread);
      before = off;
    }
  }

  private INDArray codes(ModelInstance instance) {
    var inference = instance.inference(List.of(Head.POSTERIOR_MEAN), N);
    inference.execution().input(Model.DATA).assign(x);
    inference.execution().run();
    return inference.answer(Head.POSTERIOR_MEAN).dup();
  }

  @Test
  void refusesCodesThatTheRowsDoNotDetermine() {
    var flat = x.dup();
    for (int j = 1; j < D; j++) {
      flat.getColumn(j).assign(1);
    }
    var alternating = config(Pca.Fit.ALTERNATING);
    var error = assertThrows(UserException.class, () -> Fits.of(new Pca(), alternating, flat));
    assertTrue(error.getMessage().startsWith("model.latent 2 is more than the rows' rank"));
    var error2 =
        assertThrows(
            UserException.class,
            () -> ModelInstance.of(new Pca(), config(Pca.Fit.EIGEN), DataType.DOUBLE, 1, 1));
    assertEquals("model.latent must be at most the data's 1 columns, got 2.", error2.getMessage());
  }
}
