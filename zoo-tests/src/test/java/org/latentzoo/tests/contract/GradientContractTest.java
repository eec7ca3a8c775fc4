package org.latentzoo.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import org.latentzoo.model.TrainingStep;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.tests.Differences;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients of the captured program. */
class GradientContractTest {
  private static final double TOLERANCE = 1e-6;

  private static double loss(TrainingStep step) {
    step.execution().run();
    return step.loss();
  }

  @EveryPreset
  void ofAllParametersOfASmallCopyEqualsDifferences(String preset) {
    requireDifferences(Subject.small(preset, 3, DataType.DOUBLE, 5));
  }

  /** Relative to the element, or to a thousandth of the largest one. */
  static void requireDifferences(Subject subject) {
    for (var phase : subject.phases()) {
      var step = subject.step(phase, 4, 1);
      step.execution().schedule(7);
      loss(step);
      if (!step.gradient().slices().isEmpty()) {
        var parameters = subject.instance().parameters(phase).vector();
        requireDifferences(step, parameters, step.gradient().vector(), phase.name());
      }
      for (var local : step.locals()) {
        var numbers = step.execution().input(local);
        requireDifferences(step, numbers, step.localGradient(local), phase.name() + " " + local);
      }
    }
  }

  private static void requireDifferences(
      TrainingStep step, INDArray at, INDArray analytic, String what) {
    var gradient = analytic.dup('c').data().asDouble();
    var differences = Differences.gradient(() -> loss(step), at, Differences.STEP);
    double floor = 1e-3 * Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
    assertTrue(floor > 0, what + ": a gradient of 0 everywhere");
    for (int i = 0; i < gradient.length; i++) {
      double scale = Math.max(floor, Math.abs(differences[i]));
      assertEquals(differences[i], gradient[i], TOLERANCE * scale, what + " " + i);
    }
  }

  @EveryPreset
  void alongRandomDirectionsAtFullSizeEqualsDifferences(String preset) {
    var subject = Subject.full(preset);
    var source = new NoiseSource(11);
    for (var phase : subject.instance().trainedPhases()) {
      var step = subject.step(phase, 2, 1);
      loss(step);
      var gradient = step.gradient().vector().dup();
      var parameters = subject.instance().parameters(phase).vector();
      for (int n = 0; n < 20; n++) {
        var direction = direction(parameters, source, n);
        double expected =
            Differences.slope(() -> loss(step), parameters, direction, Differences.STEP);
        double actual = Nd4j.getBlasWrapper().dot(gradient, direction);
        assertEquals(expected, actual, TOLERANCE * Math.abs(expected), phase.name() + " " + n);
      }
    }
  }

  /** Of length 1. */
  private static INDArray direction(INDArray like, NoiseSource source, int n) {
    var direction = like.ulike();
    source.normal(direction, "direction", n);
    return direction.divi(Nd4j.getBlasWrapper().nrm2(direction));
  }

  /** Over several initialisations, since a unit of ReLU may be dead in one. */
  @EveryPreset
  void reachesEveryElementOfEveryParameter(String preset) {
    var reached = new LinkedHashMap<String, INDArray>();
    for (int seed = 1; seed <= 5; seed++) {
      var subject = Subject.small(preset, 3, DataType.DOUBLE, seed);
      for (var phase : subject.phases()) {
        var step = subject.step(phase, 4, seed);
        loss(step);
        step.gradient().slices().forEach((name, g) -> reached.merge(name, g.mul(g), INDArray::add));
      }
    }
    var parameters = Subject.small(preset, 3, DataType.DOUBLE, 1).instance().parameters();
    assertEquals(parameters.keySet(), reached.keySet());
    reached.forEach(
        (name, squares) ->
            assertTrue(Arrays.stream(squares.ravel().toDoubleVector()).allMatch(s -> s > 0), name));
  }
}
