package org.latentzoo.tests.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latentzoo.tests.reference.Reference.assertMatches;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.latentzoo.distribution.Bernoulli;
import org.latentzoo.gradient.Codes;
import org.latentzoo.gradient.Estimator;
import org.latentzoo.gradient.GradientEstimator;
import org.latentzoo.gradient.LeaveOneOut;
import org.latentzoo.gradient.MovingAverage;
import org.latentzoo.gradient.Prior;
import org.latentzoo.gradient.Problem;
import org.latentzoo.gradient.Uniforms;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Maths;
import org.latentzoo.graph.Ops;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.model.TrainingStep;
import org.latentzoo.models.DiscreteVae;
import org.latentzoo.network.Activation;
import org.latentzoo.network.Likelihood;
import org.latentzoo.network.Mlp;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Three bits: exact by enumeration, and gradients at given samples. */
class DiscreteReferenceTest {
  private static final Reference R = Reference.of("discrete", "bernoulli_latents");
  private static final int UNITS = 3;
  private static final int FEATURES = 5;
  private static final int ROWS = (int) R.array("x").size(0);
  private static final List<Integer> HIDDEN = List.of(4);
  private static final double NEVER = 1e-9;

  private static ModelInstance weighted(ModelInstance instance) {
    R.arrays("params").forEach((name, w) -> instance.parameters().get(name).assign(w));
    return instance;
  }

  private static TrainingStep run(ModelInstance instance, INDArray x) {
    var step = instance.training(instance.model().phases().get(0), (int) x.size(0));
    step.execution().input(Model.DATA).assign(x);
    step.execution().run();
    return step;
  }

  private static void requireGradients(String name, TrainingStep step) {
    var expected = R.arrays(name + "_gradients_of_minus_mean_elbo");
    var actual = step.gradient().slices();
    assertEquals(expected.keySet(), actual.keySet());
    actual.forEach((key, g) -> assertMatches(expected.get(key), g, name + " " + key));
  }

  private static ModelInstance enumerated() {
    var unit = new DiscreteVae.Unit(2, DiscreteVae.Unit.Prior.UNIFORM);
    var estimator = new Estimator(Estimator.Kind.ENUMERATION, 1, 1);
    var config =
        new DiscreteVae.Config(
            UNITS, 1, unit, HIDDEN, HIDDEN, Activation.TANH, Likelihood.DEFAULTS, estimator);
    var graph = new Graph(DataType.DOUBLE, 1);
    return weighted(new ModelInstance(new DiscreteVae().build(config, graph, FEATURES)));
  }

  @Test
  void enumerationIsExact() {
    var instance = enumerated();
    var x = R.array("x");
    requireGradients("exact", run(instance, x));
    for (int n = 0; n < ROWS; n++) {
      double elbo = -run(instance, x.getRow(n, true)).loss();
      assertEquals(R.array("exact_elbo").getDouble(n), elbo, 1e-9);
    }
  }

  @Test
  void allCodesMakeTheEvidence() {
    var codes = new Codes(UNITS, 2).all();
    assertMatches(R.array("codes"), codes, "codes");
    var decoder = enumerated().inference(List.of(Head.DECODED_MEAN), codes.rows());
    decoder.execution().input(Model.CODES).assign(codes);
    decoder.execution().run();
    var p = decoder.answer(Head.DECODED_MEAN).toDoubleMatrix();
    var x = R.array("x").toDoubleMatrix();
    for (int n = 0; n < ROWS; n++) {
      double evidence = 0;
      for (var mean : p) {
        double likelihood = 1.0 / p.length;
        for (int j = 0; j < FEATURES; j++) {
          likelihood *= x[n][j] > 0 ? mean[j] : 1 - mean[j];
        }
        evidence += likelihood;
      }
      assertEquals(R.array("log_px").getDouble(n), Math.log(evidence), 1e-9);
    }
  }

  /** For rewards that have the divergence in them. */
  private static final Prior NONE =
      new Prior() {
        @Override
        public SDVariable divergence(SDVariable logits) {
          return Maths.sumLast(logits.mul(0));
        }

        @Override
        public Terms at(SDVariable z, int samples) {
          var nothing = divergence(z);
          return new Terms(nothing, nothing, nothing);
        }

        @Override
        public SDVariable sample() {
          throw new UnsupportedOperationException();
        }
      };

  /** With f = log p(x | z) + log p(z) - log q(z | x) for a reward, no divergence beside it. */
  private static ModelInstance sampled(Function<Graph, GradientEstimator> estimator) {
    var graph = new Graph(DataType.DOUBLE, 1);
    var x = graph.input(Model.DATA, FEATURES);
    var encoder = mlp(graph, "encoder", FEATURES, UNITS);
    var decoder = mlp(graph, "decoder", UNITS, FEATURES);
    var logits = encoder.apply(x);
    var prior = new Bernoulli(graph.constant("prior", Nd4j.zeros(1, UNITS)));
    Problem.Reward f =
        (z, samples) -> {
          var q = new Bernoulli(Ops.repeatRows(logits, samples, UNITS));
          var rows = Ops.repeatRows(x, samples, FEATURES);
          var likelihood = new Bernoulli(decoder.apply(z)).logProb(rows);
          return likelihood.add(prior.logProb(z)).sub(q.logProb(z)).reshape(-1, samples);
        };
    var estimate =
        estimator
            .apply(graph)
            .of(new Problem(new Codes(UNITS, 2), logits, NONE, f, new Uniforms(graph, "", UNITS)));
    var phases = new ArrayList<Phase>();
    phases.add(
        Phase.of("loss", estimate.surrogate(), "encoder", "decoder").reporting(estimate.value()));
    estimate
        .average()
        .ifPresent(loss -> phases.add(Phase.of("average", loss, MovingAverage.SCOPE)));
    return weighted(new ModelInstance(new Model(graph, phases, Map.of())));
  }

  private static Mlp mlp(Graph graph, String scope, int in, int out) {
    return graph.in(scope, () -> Mlp.create(graph, in, HIDDEN, Activation.TANH, out));
  }

  /** At the first S samples of the reference, whatever noise draws them. */
  private static TrainingStep at(ModelInstance instance, int samples) {
    var step = instance.training(instance.model().phases().get(0), ROWS);
    step.execution().input(Model.DATA).assign(R.array("x"));
    var u = step.execution().input(samples == 1 ? "eps" : "samples");
    var z = R.array("z");
    for (int n = 0; n < ROWS; n++) {
      for (int s = 0; s < samples; s++) {
        for (int i = 0; i < UNITS; i++) {
          double bit = z.getDouble(s, n, i);
          u.putScalar(n, s * UNITS + i, bit > 0 ? NEVER : 1 - NEVER);
        }
      }
    }
    step.execution().run();
    return step;
  }

  private static double meanSignal(int samples) {
    var signal = R.array("learning_signal");
    double sum = 0;
    for (int s = 0; s < samples; s++) {
      sum += signal.getRow(s).sumNumber().doubleValue();
    }
    return sum / samples / ROWS;
  }

  @Test
  void aBaselineFromEarlierSteps() {
    var instance = sampled(graph -> new MovingAverage(graph, 1));
    instance.parameters().get("average.c").assign(R.number("baseline"));
    var step = at(instance, 1);
    requireGradients("reinforce", step);
    assertEquals(-meanSignal(1), step.loss(), 1e-9);
  }

  @Test
  void theOtherSampleForABaseline() {
    var step = at(sampled(graph -> new LeaveOneOut(2)), 2);
    requireGradients("leave_one_out", step);
    assertEquals(-meanSignal(2), step.loss(), 1e-9);
  }
}
