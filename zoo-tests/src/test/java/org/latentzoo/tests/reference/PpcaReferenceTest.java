package org.latentzoo.tests.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latentzoo.tests.reference.Reference.assertMatches;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.latentzoo.eval.ImportanceSampler;
import org.latentzoo.graph.Graph;
import org.latentzoo.linalg.Moments;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.models.Ppca;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Closed form, posterior, and the gradient of the marginal likelihood. */
class PpcaReferenceTest {
  private final Reference closed = Reference.of("ppca", "closed_form");
  private final INDArray x = closed.array("X");
  private final int q = (int) closed.number("q");
  private final Ppca.Config config = new Ppca.Config(q, Ppca.Fit.CLOSED_FORM);
  private final ModelInstance instance =
      new ModelInstance(new Ppca().build(config, new Graph(DataType.DOUBLE, 1), x.columns()));

  private Inference fitted(Head... heads) {
    var moments = new Moments(x.columns());
    moments.add(x.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(0, 13)));
    moments.add(x.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(13, x.rows())));
    var fit = new Ppca().fit(config, moments);
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
