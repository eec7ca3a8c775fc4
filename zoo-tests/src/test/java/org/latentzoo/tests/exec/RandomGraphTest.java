package org.latentzoo.tests.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.latentzoo.exec.Program;
import org.latentzoo.graph.Ops;
import org.latentzoo.random.NoiseSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Programs of random graphs equal SameDiff's own session, run after run. */
class RandomGraphTest {
  static {
    Ops.register(); // SameDiff learns its classes of ops once, for the tests after this one too
  }

  private static final int ROWS = 3;
  private static final int SIZE = 4;
  private static final NoiseSource SOURCE = new NoiseSource(1);

  static List<Arguments> graphs() {
    var graphs = new ArrayList<Arguments>();
    for (int seed = 0; seed < 60; seed++) {
      graphs.add(Arguments.of(DataType.DOUBLE, seed, 1e-14));
      graphs.add(Arguments.of(DataType.FLOAT, seed, 2e-5));
    }
    return graphs;
  }

  /** Every value is {@code [3, 4]}, so that any two can meet. */
  private static final class Builder {
    private final SameDiff sd = SameDiff.create();
    private final List<SDVariable> values = new ArrayList<>();
    private final DataType type;
    private final RandomGenerator random;

    Builder(DataType type, int seed) {
      this.type = type;
      random = SOURCE.generator("graph", seed);
      for (var name : List.of("x", "y", "noise")) {
        values.add(sd.placeHolder(name, type, ROWS, SIZE));
      }
      var w = Nd4j.zeros(type, ROWS, SIZE);
      SOURCE.normal(w, "w", seed);
      values.add(sd.var("w", w));
      values.add(sd.constant("c", w.add(1)));
      for (int i = 0; i < 25; i++) {
        values.add(next());
      }
    }

    private SDVariable any() {
      return values.get(random.nextInt(values.size()));
    }

    private SDVariable next() {
      var a = any();
      var b = any();
      return switch (random.nextInt(13)) {
        case 0 -> a.add(b);
        case 1 -> a.sub(b).mul(0.5);
        case 2 -> sd.math().tanh(a.mul(b));
        case 3 -> sd.math().tanh(a.mmul(sd.transpose(b)).mmul(any()));
        case 4 -> sd.identity(a);
        case 5 -> sd.reshape(sd.reshape(a, SIZE, ROWS).mul(0.7), ROWS, SIZE);
        case 6 -> halves(a);
        case 7 -> a.add(sd.mean(b, true, 1));
        case 8 -> sd.math().sin(a);
        case 9 -> sd.max(a, true, 0).sub(b).mul(0.5);
        case 10 -> a.add(sd.shape(b).castTo(type).mean());
        case 11 -> sd.math().log1p(sd.math().exp(sd.math().abs(a).neg()));
        default ->
            sd.concat(
                0, sd.slice(a, new int[] {1, 0}, 2, SIZE), sd.slice(b, new int[] {0, 0}, 1, SIZE));
      };
    }

    private SDVariable halves(SDVariable a) {
      var halves = Ops.halves(a);
      return sd.concat(1, halves[1], halves[0]);
    }

    List<String> outputs() {
      var names = new ArrayList<String>();
      for (int i = 0; i < 4; i++) {
        names.add(any().name());
      }
      return names;
    }
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void programsEqualTheSession(DataType type, int seed, double tolerance) {
    var graph = new Builder(type, seed);
    var outputs = graph.outputs();
    var feeds = new HashMap<String, INDArray>();
    for (var name : List.of("x", "y", "noise")) {
      feeds.put(name, Nd4j.zeros(type, ROWS, SIZE));
    }
    var bound = new HashMap<String, INDArray>(feeds);
    var target = outputs.get(3);
    if (!feeds.containsKey(target) && !Set.of("w", "c").contains(target)) {
      bound.put(target, Nd4j.zeros(type, ROWS, SIZE));
    }
    var program = Program.capture(graph.sd, outputs, bound, Set.of("noise"));
    for (int run = 0; run < 4; run++) {
      int round = run;
      boolean onlyNoise = run % 2 == 1;
      feeds.forEach(
          (name, array) -> {
            if (!onlyNoise || name.equals("noise")) {
              SOURCE.normal(array, name, seed, round);
            }
          });
      if (onlyNoise) {
        program.rerun();
      } else {
        program.run();
      }
      requireEqual(session(graph.sd, feeds, outputs), program, outputs, tolerance);
    }
  }

  private static Map<String, INDArray> session(
      SameDiff sd, Map<String, INDArray> feeds, List<String> outputs) {
    var copies = new HashMap<String, INDArray>();
    feeds.forEach((name, array) -> copies.put(name, array.dup()));
    return sd.output(copies, outputs.stream().distinct().toList());
  }

  private static void requireEqual(
      Map<String, INDArray> expected, Program program, List<String> outputs, double tolerance) {
    for (var name : outputs) {
      assertArrayEquals(
          numbers(expected.get(name)),
          numbers(program.output(name)),
          tolerance * (1 + expected.get(name).amaxNumber().doubleValue()),
          name);
    }
  }

  private static double[] numbers(INDArray array) {
    return array.castTo(DataType.DOUBLE).ravel().toDoubleVector();
  }
}
