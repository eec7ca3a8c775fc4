package org.latentzoo.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.latentzoo.exec.Program.Cost;
import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is one loop, and that its values are those of SameDiff's own session. */
class FusionTest {
  private static final int N = 32;

  static {
    Ops.register();
  }

  private final SameDiff sd = SameDiff.create();
  private final SDVariable x = sd.var("x", matrix(0.3));
  private final SDVariable w = sd.var("w", matrix(0.7));

  private static INDArray matrix(double phase) {
    var matrix = Nd4j.create(DataType.FLOAT, N, N);
    for (int i = 0; i < N * N; i++) {
      matrix.putScalar(i / N, i % N, Math.sin(i + phase) / 2);
    }
    return matrix;
  }

  /**
   * Of y = tanh x only y is written, 1 - y^2 is computed where the gradient is; the loss and its
   * gradient by z = y W are one loop, which reads z and no array of constants.
   */
  @Test
  void whatIsComputedOfMemoryGoesToItsReader() {
    var y = sd.math().tanh(x);
    var z = y.mmul(w);
    z.mul(z).mean("loss");
    var costs = costs();
    assertEquals(
        List.of("loop", "loop", "matmul", "matmul", "matmul", "tanh"),
        costs.stream().map(Cost::op).sorted().toList(),
        costs::toString);
    assertTrue(has(costs, "tanh", "[32, 32] -> [32, 32]"), costs::toString);
    assertTrue(has(costs, "loop", "[32, 32] [] -> [] [32, 32]"), costs::toString);
  }

  /** Exponentials that two loops need are written once, not computed twice. */
  @Test
  void whatSeveralReadStays() {
    var y = sd.math().exp(x);
    y.mmul(w).mul(y).mean("loss");
    assertEquals(1, costs().stream().filter(cost -> cost.op().equals("exp")).count());
  }

  /** One array more is read in place of one that is written and read, two are not. */
  @Test
  void whatSavesNoMemoryStays() {
    var early = x.mul(x);
    sd.math().tanh(x).mmul(w).mul("out", early);
    var program = Program.capture(sd, List.of("out"), Map.of(), Set.of());
    assertTrue(has(program.profile(1), "tanh", "[32, 32] -> [32, 32]"));

    early.mul(sd.var("v", matrix(1.1))).mul("later", sd.math().tanh(x).mmul(w));
    program = Program.capture(sd, List.of("later"), Map.of(), Set.of());
    var costs = program.profile(1);
    assertTrue(has(costs, "loop", "[32, 32] [32, 32] -> [32, 32] [32, 32]"), costs::toString);
  }

  /** A constant of one number is read as a number, whatever else it holds; shapes stay. */
  @Test
  void constantsThatRepeatANumberAreNumbers() {
    var two = sd.constant("two", Nd4j.valueArrayOf(new long[] {N, N}, 2f, DataType.FLOAT));
    var three = sd.constant("three", Nd4j.valueArrayOf(new long[] {N}, 3f, DataType.FLOAT));
    var partly = Nd4j.valueArrayOf(new long[] {N}, 5f, DataType.FLOAT).putScalar(N - 1, Float.NaN);
    var outputs =
        List.of(
            two.add(three).name(),
            x.mul(two).add(three).name(),
            x.mul(sd.constant("partly", partly)).name());
    var program = Program.capture(sd, outputs, Map.of(), Set.of());
    program.run();
    for (var name : outputs) {
      var expected = sd.output(Map.of(), name).get(name);
      var output = program.output(name);
      assertArrayEquals(expected.shape(), output.shape(), name);
      assertArrayEquals(expected.ravel().toFloatVector(), output.ravel().toFloatVector(), name);
    }
    var costs = program.profile(1);
    assertTrue(has(costs, "loop", "[32, 32] [] [] [32] -> [32, 32] [32, 32]"), costs::toString);
  }

  /** One array is read as two in one loop, where its one column stands for other elements. */
  @Test
  void anArrayIsReadAsEachKernelTakesIt() {
    var column = sd.var("column", matrix(2.3).getColumn(0).dup().reshape(N, 1));
    var plain = x.mul("plain", column);
    var deep = x.reshape(N, N, 1).mul("deep", column);
    var outputs = List.of(plain.name(), deep.name());
    var program = Program.capture(sd, outputs, Map.of(), Set.of());
    program.run();
    for (var name : outputs) {
      var expected = sd.output(Map.of(), name).get(name);
      assertArrayEquals(
          expected.ravel().toFloatVector(), program.output(name).ravel().toFloatVector(), name);
    }
    assertEquals(1, program.size());
  }

  private static boolean has(List<Cost> costs, String op, String shapes) {
    return costs.stream().anyMatch(cost -> cost.op().equals(op) && cost.shapes().equals(shapes));
  }

  /** Of the loss and all gradients, whose values are compared. */
  private List<Cost> costs() {
    var function = Gradients.of(sd, "loss");
    var names =
        sd.variables().stream()
            .filter(v -> v.getVariableType().toString().equals("VARIABLE"))
            .map(v -> Gradients.name(function, v.name()));
    var outputs = Stream.concat(Stream.of("loss"), names).toList();
    var expected = function.output(Map.of(), outputs);
    var program = Program.capture(function, outputs, new HashMap<>(), Set.of());
    program.run();
    for (var output : outputs) {
      double error = expected.get(output).sub(program.output(output)).amaxNumber().doubleValue();
      assertFalse(program.output(output).isNaN().any(), output);
      double size = Math.max(1, expected.get(output).amaxNumber().doubleValue());
      assertTrue(error <= 2e-6 * size, () -> output + " is off by " + error);
    }
    return program.profile(1);
  }
}
