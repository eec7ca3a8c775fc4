package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.latentzoo.eval.PlaneGrid;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Maths;
import org.latentzoo.loss.EnergyGame;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.network.Activation;
import org.latentzoo.network.Mlp;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.tests.Differences;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * grad -log p(x; theta) = grad E(x) - E_p[grad E] (equation 21), with p = exp(-E) / Z enumerated on
 * a grid of the plane.
 */
class BoltzmannGradientTest {
  private static final PlaneGrid GRID = new PlaneGrid(5, 30);
  private static final int ROWS = 6;

  /** E(x) = f(x) + |x|^2 / 2, and p held fixed where the negative phase averages over it. */
  private static ModelInstance instance(double[] p) {
    var graph = new Graph(DataType.DOUBLE, 3);
    var f = graph.in("energy", () -> Mlp.create(graph, 2, List.of(5), Activation.TANH, 1));
    var x = graph.input(Model.DATA, 2);
    var cells = graph.constant("cells", GRID.points());
    var weights = graph.constant("weights", Nd4j.createFromArray(p).mul(p.length));
    var ofCells = energy(f, cells).mul(weights);
    var loss = new EnergyGame(energy(f, x), ofCells).energy(energy(f, x), ofCells, 0);
    return new ModelInstance(
        new Model(
            graph, List.of(Phase.of("energy", loss, "energy")), Map.of(Head.ENERGY, energy(f, x))));
  }

  private static SDVariable energy(Mlp f, SDVariable x) {
    return f.apply(x).reshape(-1).add(Maths.sumLast(x.mul(x)).mul(0.5));
  }

  private static double[] energies(Inference inference, INDArray x) {
    inference.execution().input(Model.DATA).assign(x);
    inference.execution().run();
    return inference.answer(Head.ENERGY).toDoubleVector();
  }

  @Test
  void positiveMinusNegativePhaseIsTheGradientOfTheLikelihood() {
    var rows = Nd4j.zeros(DataType.DOUBLE, ROWS, 2);
    new NoiseSource(8).normal(rows, "rows");
    int cells = GRID.side() * GRID.side();
    var uniform = new double[cells];
    Arrays.fill(uniform, 1.0 / cells);

    var first = instance(uniform);
    var onGrid = first.inference(List.of(Head.ENERGY), cells);
    var onRows = first.inference(List.of(Head.ENERGY), ROWS);
    var points = GRID.points();
    DoubleSupplier minusLogLikelihood =
        () -> {
          double mean = Arrays.stream(energies(onRows, rows)).average().orElseThrow();
          double z = Arrays.stream(energies(onGrid, points)).map(e -> Math.exp(-e)).sum();
          return mean + Math.log(z);
        };
    var phase = first.trainedPhases().get(0);
    var expected =
        Differences.gradient(
            minusLogLikelihood, first.parameters(phase).vector(), Differences.STEP);

    double width = 2 * GRID.limit() / GRID.side();
    var p = GRID.boltzmann(energies(onGrid, points));
    assertEquals(1, Arrays.stream(p).sum() * width * width, 1e-12);
    var model = instance(Arrays.stream(p).map(v -> v * width * width).toArray());
    var step = model.training(model.trainedPhases().get(0), ROWS);
    step.execution().input(Model.DATA).assign(rows);
    step.execution().run();
    var actual = step.gradient().vector().toDoubleVector();
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertTrue(largest > 0.01);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-9 * Math.max(1, largest), "parameter " + i);
    }
  }
}
