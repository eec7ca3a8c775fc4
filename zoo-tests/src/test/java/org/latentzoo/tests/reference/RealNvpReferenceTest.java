package org.latentzoo.tests.reference;

import static org.latentzoo.tests.reference.Reference.assertMatches;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.latentzoo.bijector.Affine;
import org.latentzoo.bijector.Bijector;
import org.latentzoo.bijector.Chain;
import org.latentzoo.bijector.Coupling;
import org.latentzoo.bijector.Coupling.Half;
import org.latentzoo.bijector.Permutation;
import org.latentzoo.bijector.Transformed;
import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.graph.Graph;
import org.latentzoo.loss.NegativeLogLikelihood;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.network.Activation;
import org.latentzoo.network.Mlp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Three affine couplings with alternating masks. The reference's networks read x * mask and put out
 * s and t of every column; ours read and put out the halves that count, so theirs have rows and
 * columns that nothing depends on.
 */
class RealNvpReferenceTest {
  private static final int D = 5;
  private static final List<Integer> EVEN = List.of(0, 2, 4);
  private static final List<Integer> ODD = List.of(1, 3);

  private final Reference r = Reference.of("realnvp", "density");
  private final Graph graph = new Graph(DataType.DOUBLE, 1);

  /** The columns of x that coupling i reads; its mask is 1 there. */
  private static List<Integer> read(int i) {
    return i % 2 == 0 ? EVEN : ODD;
  }

  private static List<Integer> changed(int i) {
    return i % 2 == 0 ? ODD : EVEN;
  }

  private ModelInstance instance() {
    var parts = new ArrayList<Bijector>(List.of(Permutation.alternating(graph, D)));
    for (int i = 0; i < 3; i++) {
      int in = read(i).size();
      int out = 2 * changed(i).size();
      var half = i % 2 == 0 ? Half.SECOND : Half.FIRST;
      var mlp =
          graph.in("coupling" + i, () -> Mlp.create(graph, in, List.of(6), Activation.TANH, out));
      parts.add(new Coupling(half, D, new Affine(1), mlp));
    }
    var x = graph.input(Model.DATA, D);
    var base = new DiagonalNormal(graph.constant(0), graph.constant(0));
    var chain = new Chain(parts);
    var flow = new Transformed(base, chain, null);
    var loss = new NegativeLogLikelihood(flow.logProb(x)).loss();
    return new ModelInstance(
        new Model(
            graph,
            List.of(Phase.of("loss", loss, "coupling0", "coupling1", "coupling2")),
            Map.of(
                Head.LOG_LIKELIHOOD, flow.logProb(x),
                Head.ELBO, chain.forward(x, null).logDet(),
                Head.POSTERIOR_MEAN, chain.forward(x, null).value(),
                Head.DECODED_MEAN, flow.sample(graph.input(Model.CODES, D)))));
  }

  /** The part of the reference's parameter, or gradient, that ours is. */
  private static INDArray part(String name, INDArray theirs) {
    int i = name.charAt("coupling".length()) - '0';
    if (name.endsWith("0.b")) {
      return theirs;
    }
    if (name.endsWith("0.W")) {
      return rows(theirs, read(i));
    }
    var columns = new ArrayList<>(changed(i));
    changed(i).forEach(j -> columns.add(D + j));
    return name.endsWith("W")
        ? columns(theirs, columns)
        : columns(theirs.reshape(1, theirs.length()), columns).reshape(columns.size());
  }

  private static INDArray rows(INDArray matrix, List<Integer> which) {
    return Nd4j.vstack(which.stream().map(i -> matrix.getRow(i, true)).toArray(INDArray[]::new));
  }

  private static INDArray columns(INDArray matrix, List<Integer> which) {
    return Nd4j.hstack(which.stream().map(j -> matrix.getColumn(j, true)).toArray(INDArray[]::new));
  }

  @Test
  void equalsTheReference() {
    var instance = instance();
    var theirs = r.arrays("params");
    instance.parameters().forEach((name, p) -> p.assign(part(name, theirs.get(name))));
    var x = r.array("x");
    int rows = x.rows();

    var inference =
        instance.inference(List.of(Head.LOG_LIKELIHOOD, Head.ELBO, Head.POSTERIOR_MEAN), rows);
    inference.execution().input(Model.DATA).assign(x);
    inference.execution().run();
    assertMatches(r.array("log_prob"), inference.answer(Head.LOG_LIKELIHOOD), "log p(x)");
    assertMatches(r.array("log_det"), inference.answer(Head.ELBO), "log-det");
    var order = new ArrayList<>(EVEN);
    order.addAll(ODD);
    var z = inference.answer(Head.POSTERIOR_MEAN).dup();
    assertMatches(columns(r.array("z"), order), z, "z");

    var decoder = instance.inference(List.of(Head.DECODED_MEAN), rows);
    decoder.execution().input(Model.CODES).assign(z);
    decoder.execution().run();
    assertMatches(x, decoder.answer(Head.DECODED_MEAN), "x again");

    var step = instance.training(instance.model().phases().get(0), rows);
    step.execution().input(Model.DATA).assign(x);
    step.execution().run();
    var gradients = new HashMap<>(r.arrays("gradients_of_minus_mean_log_prob"));
    step.gradient()
        .slices()
        .forEach((name, g) -> assertMatches(part(name, gradients.get(name)), g, name));
  }
}
