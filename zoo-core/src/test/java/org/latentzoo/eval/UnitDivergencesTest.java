package org.latentzoo.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.latentzoo.data.Binarize;
import org.latentzoo.data.DataModule;
import org.latentzoo.data.Missing;
import org.latentzoo.data.Preprocessing;
import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.distribution.Support;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class UnitDivergencesTest {
  private static final Preprocessing NONE =
      new Preprocessing(
          1, Nd4j.zeros(DataType.DOUBLE, 2), Nd4j.ones(DataType.DOUBLE, 2), Binarize.NONE);

  /** q(z | x) = N(x, e), its KL what {@code kl} makes of the true one. */
  private static ModelInstance model(UnaryOperator<SDVariable> kl) {
    var graph = new Graph(DataType.DOUBLE, 1);
    var x = graph.input(Model.DATA, 2).mul(graph.parameter("a", Initializer.constant(1), 2));
    var q = new DiagonalNormal(x, x.mul(0).add(1));
    var divergence = kl.apply(KullbackLeibler.toStandardNormal(q));
    var heads =
        Map.of(
            Head.KL,
            divergence,
            Head.POSTERIOR_MEAN,
            q.mean(),
            Head.POSTERIOR_VARIANCE,
            q.variance());
    return new ModelInstance(
        new Model(graph, List.of(Phase.of("loss", divergence.mean(), "a")), heads));
  }

  private static Optional<double[]> of(ModelInstance instance) {
    var rows =
        DataModule.of(
                Nd4j.create(new double[][] {{0, 2}, {1, -2}}),
                Missing.REFUSE,
                DataType.DOUBLE,
                1,
                NONE)
            .all();
    var evaluator = new Evaluator(instance, NONE, Support.REAL, 1, n -> {});
    return UnitDivergences.of(evaluator, instance.model(), rows);
  }

  /** By hand: the mean of (mu^2 + e - 1 - 1) / 2 over mu = 0, 1 and over 2, -2. */
  @Test
  void unitsOfANormalAreItsClosedForm() {
    double spread = (Math.E - 2) / 2;
    assertArrayEquals(
        new double[] {spread + 0.25, spread + 2}, of(model(kl -> kl)).orElseThrow(), 1e-9);
  }

  /** A prior that is another one leaves nothing to say. */
  @Test
  void unitsThatAreNotTheModelsOwnAreLeftOut() {
    assertTrue(of(model(kl -> kl.add(0.1))).isEmpty());
  }

  /** The trapezoidal rule, of the definition. */
  @Test
  void theNormalsDivergenceIsItsIntegral() {
    double mean = 0.7;
    double variance = 0.3;
    double sum = 0;
    double step = 1e-3;
    for (double z = -10; z < 10; z += step) {
      double logQ =
          -(z - mean) * (z - mean) / (2 * variance) - Math.log(2 * Math.PI * variance) / 2;
      double logP = -z * z / 2 - Math.log(2 * Math.PI) / 2;
      sum += step * Math.exp(logQ) * (logQ - logP);
    }
    assertEquals(sum, UnitDivergences.normal(mean, variance), 1e-9);
  }

  @Test
  void aBitsDivergenceIsLog2LessItsEntropy() {
    assertEquals(0, UnitDivergences.bit(0.5), 1e-15);
    assertEquals(Math.log(2), UnitDivergences.bit(0), 1e-15);
    assertEquals(Math.log(2), UnitDivergences.bit(1), 1e-15);
    double entropy = -0.2 * Math.log(0.2) - 0.8 * Math.log(0.8);
    assertEquals(Math.log(2) - entropy, UnitDivergences.bit(0.2), 1e-15);
  }
}
