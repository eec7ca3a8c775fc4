package org.latentzoo.tests.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latentzoo.tests.reference.Reference.assertMatches;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.latentzoo.exec.Program;
import org.latentzoo.graph.Graph;
import org.latentzoo.loss.Adversary;
import org.latentzoo.loss.MaximumMeanDiscrepancy;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.models.Wae;
import org.latentzoo.network.Activation;
import org.latentzoo.tests.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Both players' losses and gradients, and the kernel's divergence. */
class WaeReferenceTest {
  private static final String PRIOR = "prior";

  private final Reference gan = Reference.of("wae", "gan");

  private ModelInstance instance() {
    var hidden = List.of(4);
    var config =
        new Wae.Config(
            2,
            Wae.Encoding.POINT,
            hidden,
            hidden,
            Activation.TANH,
            Wae.Divergence.GAN,
            10,
            hidden,
            Adversary.DEFAULTS);
    var instance = new ModelInstance(new Wae().build(config, new Graph(DataType.DOUBLE, 1), 5));
    var weights = ofEnergy(gan.arrays("params"));
    assertEquals(weights.keySet(), instance.parameters().keySet());
    instance.parameters().forEach((name, slice) -> slice.assign(weights.get(name)));
    return instance;
  }

  /** The reference's critic is T = -E: what is of its last, linear layer changes sign. */
  private static Map<String, INDArray> ofEnergy(Map<String, INDArray> arrays) {
    arrays.replaceAll((name, array) -> name.startsWith("critic.1.") ? array.neg() : array);
    return arrays;
  }

  @Test
  void codesAndErrorsEqualTheReference() {
    var x = gan.array("x");
    var inference =
        instance().inference(List.of(Head.POSTERIOR_MEAN, Head.SQUARED_ERROR), (int) x.size(0));
    inference.execution().input(Model.DATA).assign(x);
    inference.execution().run();
    assertMatches(gan.array("z"), inference.answer(Head.POSTERIOR_MEAN), "z");
    assertMatches(gan.array("reconstruction"), inference.answer(Head.SQUARED_ERROR), "error");
  }

  @Test
  void lossesAndGradientsOfBothPlayersEqualTheReference() {
    var instance = instance();
    requirePhase(instance, 0, "autoencoder_loss");
    requirePhase(instance, 1, "critic_loss");
  }

  private void requirePhase(ModelInstance instance, int index, String name) {
    var phase = instance.model().phases().get(index);
    var x = gan.array("x");
    var prior = gan.array("z_prior");
    assertMatches(gan.array(name), loss(instance, phase, x, prior), name);

    var step = instance.training(phase, (int) x.size(0));
    step.execution().input(Model.DATA).assign(x);
    if (step.execution().reads(PRIOR)) {
      step.execution().input(PRIOR).assign(prior);
    }
    step.execution().run();
    var gradients = ofEnergy(gan.arrays("gradients_of_" + name));
    assertEquals(gradients.keySet(), step.gradient().slices().keySet());
    step.gradient().slices().forEach((key, g) -> assertMatches(gradients.get(key), g, key));
  }

  private static INDArray loss(ModelInstance instance, Phase phase, INDArray x, INDArray prior) {
    var bound = new HashMap<>(instance.parameters());
    bound.putAll(Map.of(Model.DATA, x, PRIOR, prior));
    var name = phase.loss().name();
    var program =
        Program.capture(instance.model().graph().sameDiff(), List.of(name), bound, Set.of());
    program.run();
    return program.output(name);
  }

  @Test
  void kernelDivergenceEqualsTheReference() {
    var mmd = Reference.of("wae", "mmd");
    var evaluation = new Evaluation();
    var value =
        new MaximumMeanDiscrepancy(
                evaluation.feed(mmd.array("z")), evaluation.feed(mmd.array("z_prior")), 2)
            .value();
    assertMatches(mmd.array("mmd"), evaluation.of(value), "MMD");
  }
}
