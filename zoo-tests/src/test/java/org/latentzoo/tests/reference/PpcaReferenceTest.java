package org.latentzoo.tests.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latentzoo.tests.reference.Reference.assertMatches;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.latentzoo.eval.ImportanceSampler;
import org.latentzoo.graph.Graph;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.models.Ppca;
import org.latentzoo.models.PpcaEm;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.tests.Fits;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Closed form, posterior, and the gradient of the marginal likelihood. */
class PpcaReferenceTest {
  private final Reference closed = Reference.of("ppca", "closed_form");
  private final INDArray x = closed.array("X");
  private final int q = (int) closed.number("q");
  private final Ppca.Config config = Fits.ppca(q, Ppca.Fit.CLOSED_FORM);
  private final ModelInstance instance =
      new ModelInstance(new Ppca().build(config, new Graph(DataType.DOUBLE, 1), x.columns()));

  private Inference fitted(Head... heads) {
    var fit = Fits.of(new Ppca(), config, x);
    instance.parameters().forEach((name, slice) -> slice.assign(fit.get(name)));
    var inference = instance.inference(List.of(heads), x.rows());
    inference.execution().input(Model.DATA).assign(x);
    inference.execution().drawNoise(new NoiseSource(3), "test");
    inference.execution().run();
    return inference;
  }

  @Test
  void closedForm() {
    var answers = fitted(Head.LOG_LIKELIHOOD, Head.POSTERIOR_MEAN);
    assertMatches(closed.array("log_prob"), answers.answer(Head.LOG_LIKELIHOOD), "log_prob");
    var loadings = instance.parameters().get("W");
    var sigma2 = Math.exp(instance.parameters().get("log_sigma2").getDouble(0));
    assertMatches(closed.array("sigma2"), Nd4j.scalar(sigma2), "sigma2");
    var covariance =
        loadings
            .mmul(loadings.transpose())
            .add(Nd4j.eye(x.columns()).castTo(DataType.DOUBLE).mul(sigma2));
    assertMatches(closed.array("covariance"), covariance, "covariance");
    var code = closed.array("posterior_mean");
    var decoded = code.mmul(closed.array("W").transpose());
    var ours = answers.answer(Head.POSTERIOR_MEAN).mmul(loadings.transpose());
    assertMatches(decoded, ours, "W E[z|x]");
  }

  @Test
  void posteriorCovariance() {
    fitted(Head.LOG_LIKELIHOOD);
    var ours = Ppca.posteriorCovariance(instance.parameters());
    var loadings = instance.parameters().get("W");
    var w = closed.array("W");
    var expected = w.mmul(closed.array("posterior_covariance")).mmul(w.transpose());
    assertMatches(expected, loadings.mmul(ours).mmul(loadings.transpose()), "W Cov[z|x] W^T");
  }

  @Test
  void expectationMaximisation() {
    var r = Reference.of("ppca", "em");
    var moments = Fits.rows(r.array("X")).moments();
    var em = new PpcaEm(r.array("W0"), r.number("sigma2_0"));
    int n = 0;
    for (var iterate : r.cases("iterations")) {
      em = em.step(moments.covariance()).next();
      assertMatches(iterate.array("W"), em.loadings(), "W " + n);
      assertEquals(iterate.number("sigma2"), em.sigma2(), 1e-9, "sigma2 " + n);
      double logLikelihood = em.step(moments.covariance()).logLikelihood();
      assertEquals(iterate.number("mean_log_likelihood"), logLikelihood, 1e-9, "likelihood " + n);
      n++;
    }
    assertEquals(5, n);
  }

  @Test
  void observedLogLikelihood() {
    var r = Reference.of("ppca", "missing");
    instance.parameters().get("W").assign(r.array("W"));
    instance.parameters().get("mean").assign(r.array("mean"));
    instance.parameters().get("log_sigma2").assign(Math.log(r.number("sigma2")));
    var inference = instance.inference(List.of(Head.OBSERVED_LOG_LIKELIHOOD), x.rows());
    var observed = r.array("observed").ravel().toDoubleVector();
    var gaps = r.array("X");
    for (int i = 0; i < observed.length; i++) {
      gaps.reshape(gaps.length()).putScalar(i, observed[i] == 1 ? x.getDouble(i) : Double.NaN);
    }
    inference.execution().input(Model.DATA).assign(gaps);
    inference.execution().run();
    assertMatches(
        r.array("observed_log_likelihood"),
        inference.answer(Head.OBSERVED_LOG_LIKELIHOOD),
        "observed_log_likelihood");
  }

  @Test
  void elboWithTheExactPosteriorIsTheLogLikelihood() {
    var answers = fitted(Head.LOG_LIKELIHOOD, Head.ELBO, Head.LOG_WEIGHT);
    var exact = answers.answer(Head.LOG_LIKELIHOOD);
    for (var head : List.of(Head.ELBO, Head.LOG_WEIGHT)) {
      double error = answers.answer(head).sub(exact).amaxNumber().doubleValue();
      assertEquals(0, error, 1e-8, head.key());
    }
  }

  /** Matheron samples have the posterior's moments: weights are all equal, so only z varies. */
  @Test
  void posteriorSamplesHaveThePosteriorsMoments() {
    var answers =
        fitted(
            Head.POSTERIOR_MEAN, Head.POSTERIOR_VARIANCE, Head.POSTERIOR_SAMPLE, Head.LOG_WEIGHT);
    var mean = answers.answer(Head.POSTERIOR_MEAN).dup();
    var variance = answers.answer(Head.POSTERIOR_VARIANCE).dup();
    var source = new NoiseSource(5);
    int samples = 4000;
    var sampler =
        new ImportanceSampler(
            answers,
            Head.LOG_WEIGHT,
            samples,
            k -> answers.execution().drawNoise(source, "moments", k));
    var estimate =
        Nd4j.create(
            sampler.expectation(
                z -> Nd4j.hstack(z.sub(mean), z.sub(mean).mul(z.sub(mean)).div(variance))));
    int cells = x.rows() * q;
    var shift =
        estimate.get(
            org.nd4j.linalg.indexing.NDArrayIndex.all(),
            org.nd4j.linalg.indexing.NDArrayIndex.interval(0, q));
    var spread =
        estimate.get(
            org.nd4j.linalg.indexing.NDArrayIndex.all(),
            org.nd4j.linalg.indexing.NDArrayIndex.interval(q, 2 * q));
    double error = Math.sqrt(variance.meanNumber().doubleValue() / (samples * (double) cells));
    assertEquals(0, shift.meanNumber().doubleValue(), 5 * error);
    assertEquals(
        1, spread.meanNumber().doubleValue(), 5 * Math.sqrt(2.0 / (samples * (double) cells)));
  }

  @Test
  void gradient() {
    var r = Reference.of("ppca", "gradient");
    for (var name : List.of("W", "mean", "log_sigma2")) {
      instance.parameters().get(name).assign(r.array(name));
    }
    var step = instance.training(instance.model().phases().get(0), x.rows());
    step.execution().input(Model.DATA).assign(x);
    step.execution().run();
    assertEquals(-r.number("mean_log_likelihood"), step.loss(), 1e-9);
    var expected = r.arrays("gradients_of_minus_mean_log_likelihood");
    step.gradient().slices().forEach((name, g) -> assertMatches(expected.get(name), g, name));
  }
}
