package org.latentzoo.tests.reference;

import static org.latentzoo.tests.reference.Reference.assertMatches;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.eval.ImportanceSampler;
import org.latentzoo.graph.Graph;
import org.latentzoo.loss.Objective;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.models.LatentFlow;
import org.latentzoo.models.Vae;
import org.latentzoo.network.Activation;
import org.latentzoo.network.Likelihood;
import org.latentzoo.network.PosteriorFamily;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ELBO, its terms, its gradients and the importance-weighted bound of the model itself. */
class VaeReferenceTest {
  private static final double SIGMA2 = 0.25;

  /** The reference has none; one this small is lost in the rounding. */
  private static final double FLOOR = 1e-30;

  @ParameterizedTest
  @CsvSource({
    "bernoulli, BERNOULLI, FIXED",
    "gaussian_fixed, GAUSSIAN, FIXED",
    "gaussian_learned, GAUSSIAN, PIXEL"
  })
  void equalsTheReference(String name, Likelihood.Law law, Likelihood.Variance variance) {
    var r = Reference.of("vae", name);
    var x = r.array("x");
    int rows = (int) x.size(0);
    var config =
        new Vae.Config(
            2,
            PosteriorFamily.NORMAL,
            List.of(),
            List.of(4),
            List.of(4),
            Activation.TANH,
            0,
            new Likelihood(law, variance, SIGMA2, FLOOR, 2),
            Objective.DEFAULTS,
            LatentFlow.NONE,
            LatentFlow.NONE);
    var model = new Vae().build(config, new Graph(DataType.DOUBLE, 1), (int) x.size(1));
    var instance = new ModelInstance(model);
    var weights = r.arrays("params");
    instance.parameters().forEach((key, slice) -> slice.assign(weights.get(key)));

    var heads = List.of(Head.ELBO, Head.RECONSTRUCTION, Head.KL);
    var inference = instance.inference(heads, rows);
    inference.execution().input(Model.DATA).assign(x);
    inference.execution().input("eps").assign(r.array("eps"));
    inference.execution().run();
    assertMatches(r.array("elbo"), inference.answer(Head.ELBO), "elbo");
    assertMatches(r.array("log_likelihood"), inference.answer(Head.RECONSTRUCTION), "log p(x|z)");
    assertMatches(r.array("kl"), inference.answer(Head.KL), "kl");

    var step = instance.training(model.phases().get(0), rows);
    step.execution().input(Model.DATA).assign(x);
    step.execution().input("eps").assign(r.array("eps"));
    step.execution().run();
    var gradients = r.arrays("gradients_of_minus_mean_elbo");
    step.gradient().slices().forEach((key, g) -> assertMatches(gradients.get(key), g, key));

    assertMatches(
        r.array("importance_weighted_bound"),
        bound(instance, x, r.array("eps_importance")),
        "importance-weighted bound");
  }

  private static INDArray bound(ModelInstance instance, INDArray x, INDArray eps) {
    var inference = instance.inference(List.of(Head.LOG_WEIGHT), (int) x.size(0));
    inference.execution().input(Model.DATA).assign(x);
    var noise = inference.execution().input("eps");
    int samples = (int) eps.size(0);
    var sampler =
        new ImportanceSampler(inference, Head.LOG_WEIGHT, samples, k -> noise.assign(eps.slice(k)));
    return Nd4j.createFromArray(sampler.bound());
  }
}
