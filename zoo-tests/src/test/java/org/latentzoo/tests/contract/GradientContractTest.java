package org.latentzoo.tests.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.latentzoo.exec.Program;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.model.TrainingStep;
import org.latentzoo.models.Flow;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.tests.Differences;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients of the captured program. */
class GradientContractTest {
  private static final double TOLERANCE = 1e-6;

  /** Of a phase's elements, about so many are looked at one by one. */
  private static final int MOST = 400;

  private static double loss(TrainingStep step) {
    step.execution().run();
    return step.loss();
  }

  /**
   * What a phase's gradient is the gradient of: its loss, or where that is but a surrogate of the
   * number it reports, its loss with the stopped parts as they are now. No gradient is computed
   * with it.
   */
  private static DoubleSupplier differentiated(Subject subject, Phase phase, TrainingStep step) {
    var graph = subject.instance().model().graph().sameDiff();
    var bound = new HashMap<>(subject.instance().parameters());
    graph.inputs().stream()
        .filter(step.execution()::reads)
        .forEach(name -> bound.put(name, step.execution().input(name)));
    var name = phase.loss().name();
    var program =
        phase.loss().equals(phase.value())
            ? Program.capture(graph, List.of(name), bound, Set.of())
            : Program.withStoppedPartsFixed(graph, name, bound);
    return () -> {
      program.run();
      return program.output(name).getDouble(0);
    };
  }

  @EveryPreset
  void ofAllParametersOfASmallCopyEqualsDifferences(String preset) {
    requireDifferences(offKinks(Subject.small(preset, 3, DataType.DOUBLE, 5)));
  }

  /** Biases start at 0, and with an input of 0 there units of ReLU have no derivative. */
  private static Subject offKinks(Subject subject) {
    var source = new NoiseSource(13);
    subject
        .instance()
        .parameters()
        .forEach(
            (name, p) -> {
              var shift = p.ulike();
              source.normal(shift, name);
              p.addi(shift.muli(0.03));
            });
    return subject;
  }

  /**
   * Relative to the element, or to a thousandth of the phase's largest one. Of a phase of up to
   * {@link #MOST} elements every one, of a larger one every n-th of each parameter tensor, from its
   * first on: no tensor is left out, however small it is.
   */
  static void requireDifferences(Subject subject) {
    for (var phase : subject.phases()) {
      var step = subject.step(phase, 4, 1);
      step.execution().schedule(7);
      loss(step);
      var f = differentiated(subject, phase, step);
      if (!step.gradient().slices().isEmpty()) {
        var parameters = subject.instance().parameters(phase).slices();
        requireDifferences(f, parameters, step.gradient().slices(), phase.name());
      }
      for (var local : step.locals()) {
        var numbers = Map.of(local, step.execution().input(local));
        var analytic = Map.of(local, step.localGradient(local));
        requireDifferences(f, numbers, analytic, phase.name());
      }
    }
  }

  private static void requireDifferences(
      DoubleSupplier f, Map<String, INDArray> at, Map<String, INDArray> analytic, String what) {
    var gradients = new LinkedHashMap<String, double[]>();
    analytic.forEach((name, g) -> gradients.put(name, g.dup('c').data().asDouble()));
    double floor =
        1e-3
            * gradients.values().stream()
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElseThrow();
    assertTrue(floor > 0, what + ": a gradient of 0 everywhere");
    int elements = gradients.values().stream().mapToInt(g -> g.length).sum();
    gradients.forEach(
        (name, gradient) -> {
          var tensor = at.get(name);
          for (int i = 0; i < gradient.length; i += 1 + elements / MOST) {
            var element =
                Nd4j.zeros(tensor.dataType(), tensor.length())
                    .putScalar(i, 1)
                    .reshape(tensor.shape());
            double scale = Math.max(floor, Math.abs(gradient[i]));
            requireSlope(f, tensor, element, gradient[i], scale, what + " " + name + " " + i);
          }
        });
  }

  /** Equal to the difference, or where a unit has its kink within the step, to a shorter one. */
  private static void requireSlope(
      DoubleSupplier f, INDArray at, INDArray direction, double actual, double scale, String what) {
    double difference = Double.NaN;
    for (double h = Differences.STEP; h > Differences.STEP / 1000; h /= 10) {
      difference = Differences.slope(f, at, direction, h);
      if (Math.abs(difference - actual) <= TOLERANCE * scale) {
        return;
      }
    }
    assertEquals(difference, actual, TOLERANCE * scale, what);
  }

  /** Relative to the slope, or where it is near 0 by chance to the slope of a random direction. */
  @EveryPreset
  void alongRandomDirectionsAtFullSizeEqualsDifferences(String preset) {
    var subject = offKinks(Subject.full(preset, DataType.DOUBLE));
    var source = new NoiseSource(11);
    for (var phase : subject.instance().trainedPhases()) {
      var step = subject.step(phase, 2, 1);
      loss(step);
      var f = differentiated(subject, phase, step);
      var gradient = step.gradient().vector().dup();
      var parameters = subject.instance().parameters(phase).vector();
      double typical = Nd4j.getBlasWrapper().nrm2(gradient) / Math.sqrt(gradient.length());
      for (int n = 0; n < 20; n++) {
        var direction = direction(parameters, source, n);
        double actual = Nd4j.getBlasWrapper().dot(gradient, direction);
        var what = phase.name() + " " + n;
        requireSlope(f, parameters, direction, actual, Math.max(typical, Math.abs(actual)), what);
      }
    }
  }

  /** Of length 1. */
  private static INDArray direction(INDArray like, NoiseSource source, int n) {
    var direction = like.ulike();
    source.normal(direction, "direction", n);
    return direction.divi(Nd4j.getBlasWrapper().nrm2(direction));
  }

  /**
   * Over several initialisations, since a unit of ReLU may be dead in one. Elements that a constant
   * mask takes away are not reached.
   */
  @EveryPreset
  void reachesEveryElementOfEveryParameter(String preset) {
    var reached = new LinkedHashMap<String, INDArray>();
    for (int seed = 1; seed <= 25; seed++) {
      var subject = Subject.small(preset, 3, DataType.DOUBLE, seed);
      for (var phase : subject.phases()) {
        var step = subject.step(phase, 4, seed);
        spread(preset, step);
        loss(step);
        step.gradient().slices().forEach((name, g) -> reached.merge(name, g.mul(g), INDArray::add));
      }
    }
    var instance = Subject.small(preset, 3, DataType.DOUBLE, 1).instance();
    assertEquals(instance.parameters().keySet(), reached.keySet());
    reached.forEach(
        (name, squares) ->
            assertArrayEquals(
                mask(instance, name, squares.length()),
                Arrays.stream(squares.ravel().toDoubleVector()).map(Math::signum).toArray(),
                name));
  }

  /** Real rows to either side of 0 and as far as a spline has bins. */
  private static void spread(String preset, TrainingStep step) {
    if (Preset.load(preset).model() instanceof Flow.Config config
        && config.pixels().levels() == 0) {
      step.execution().input(Model.DATA).subi(0.5).muli(2 * config.transform().interval());
    }
  }

  private static double[] mask(ModelInstance instance, String name, long length) {
    var graph = instance.model().graph().sameDiff();
    var mask = name.replaceFirst("W$", "mask");
    return name.endsWith(".W") && graph.hasVariable(mask)
        ? graph.getVariable(mask).getArr().ravel().toDoubleVector()
        : DoubleStream.generate(() -> 1).limit(length).toArray();
  }
}
