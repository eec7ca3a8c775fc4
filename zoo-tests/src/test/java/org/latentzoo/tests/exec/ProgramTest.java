package org.latentzoo.tests.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.latentzoo.exec.Gradients;
import org.latentzoo.exec.Program;
import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.IdentityN;
import org.nd4j.linalg.api.ops.random.custom.RandomNormal;
import org.nd4j.linalg.factory.Nd4j;

/** What capturing promises, on graphs made by hand. */
class ProgramTest {
  static {
    Ops.register(); // SameDiff learns its classes of ops once, for the tests after this one too
  }

  private final SameDiff sd = SameDiff.create();
  private final SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, 3);
  private final INDArray input = Nd4j.createFromArray(1.0, -2, 3, 4, -5, 6).reshape(2, 3);

  private Program capture(Map<String, INDArray> bound, Set<String> noise, SDVariable... outputs) {
    var names = List.of(outputs).stream().map(SDVariable::name).toList();
    return Program.capture(sd, names, bound, noise);
  }

  private Program captured(SDVariable... outputs) {
    var program = capture(Map.of("x", input), Set.of(), outputs);
    program.run();
    return program;
  }

  private static double[] values(INDArray array) {
    return array.ravel().toDoubleVector();
  }

  @Test
  void anOpThatNoOutputNeedsIsNeverRun() {
    x.mmul(x).sum();
    assertEquals(1, captured(x.mul(2)).size());
  }

  @Test
  void shapesAndConstantsAreWorkedOutOnce() {
    var scaled = x.mul(sd.shape(x).castTo(DataType.DOUBLE).mul(2).sum());
    var program = captured(scaled);
    assertEquals(1, program.size());
    input.assign(1);
    program.run();
    assertEquals(10, program.output(scaled.name()).getDouble(0));
  }

  @Test
  void aFreedBufferServesAgain() {
    var h = x;
    for (int i = 0; i < 20; i++) {
      h = sd.math().tanh(h);
    }
    assertTrue(captured(h).bytes() <= 2 * 6 * Double.BYTES);
  }

  @Test
  void onlyWhatDependsOnTheNoiseRunsAgain() {
    var noise = sd.placeHolder("noise", DataType.DOUBLE, -1, 3);
    var still = sd.math().tanh(x);
    var moving = still.add(noise);
    var draw = Nd4j.zeros(DataType.DOUBLE, 2, 3);
    var program = capture(Map.of("x", input, "noise", draw), Set.of("noise"), still, moving);
    program.run();
    var before = values(program.output(still.name()));
    input.assign(0);
    draw.assign(10);
    program.rerun();
    assertArrayEquals(before, values(program.output(still.name())));
    assertEquals(before[0] + 10, program.output(moving.name()).getDouble(0));
    program.run();
    assertEquals(10, program.output(moving.name()).getDouble(0));
  }

  @Test
  void anIdentityReachesTheArrayBoundToIt() {
    var target = Nd4j.zeros(DataType.DOUBLE, 2, 3);
    var name = sd.identity(x).name();
    var bound = Map.of("x", input, name, target);
    Program.capture(sd, List.of(name), bound, Set.of()).run();
    assertArrayEquals(values(input), values(target));
  }

  @Test
  void anIdentityOfAnOpReachesTheArrayBoundToItAfterARerun() {
    var noise = sd.placeHolder("noise", DataType.DOUBLE, -1, 3);
    var draw = Nd4j.ones(DataType.DOUBLE, 2, 3);
    var target = Nd4j.zeros(DataType.DOUBLE, 2, 3);
    var name = sd.identity(x.add(noise)).name();
    var bound = Map.of("x", input, "noise", draw, name, target);
    var program = Program.capture(sd, List.of(name), bound, Set.of("noise"));
    program.run();
    draw.assign(2);
    program.rerun();
    assertArrayEquals(values(input.add(2)), values(target));
  }

  @Test
  void anOutputMayBeAskedForTwice() {
    var y = x.mul(2);
    var program = captured(y, y, sd.identity(y));
    assertArrayEquals(values(input.mul(2)), values(program.output(y.name())));
    assertEquals(1, program.size());
  }

  @Test
  void identitiesOfSeveralValuesCostOnlyThoseThatAreRead() {
    var y = x.mul(2);
    var both = new IdentityN(sd, new SDVariable[] {y, x}).outputVariables();
    var program = captured(both);
    assertArrayEquals(values(input.mul(2)), values(program.output(both[0].name())));
    assertArrayEquals(values(input), values(program.output(both[1].name())));
    assertEquals(1, program.size());
    assertEquals(0, captured(both[1]).size());
  }

  @Test
  void anInputMayBeAnOutput() {
    assertArrayEquals(values(input), values(captured(x).output("x")));
  }

  @Test
  void anOutputThatIsReadLaterKeepsItsValue() {
    var first = sd.math().tanh(x);
    var last = sd.math().exp(sd.math().neg(first));
    var program = captured(first, last);
    assertEquals(Math.tanh(1), program.output(first.name()).getDouble(0), 1e-15);
    assertEquals(Math.exp(-Math.tanh(1)), program.output(last.name()).getDouble(0), 1e-15);
  }

  @Test
  void lossesOfOneGraphHaveTheirOwnGradientsSideBySide() {
    var w = sd.var("w", Nd4j.createFromArray(1.0, 2, 3));
    var first = x.mul(w).sum();
    var second = w.mul(w).sum();
    var one = Gradients.of(sd, first.name());
    var two = Gradients.of(sd, second.name());
    assertArrayEquals(new double[] {5, -7, 9}, gradient(one), 1e-15);
    assertArrayEquals(new double[] {2, 4, 6}, gradient(two), 1e-15);
    assertArrayEquals(new double[] {5, -7, 9}, gradient(one), 1e-15);
  }

  private double[] gradient(SameDiff function) {
    var name = Gradients.name(function, "w");
    var program = Program.capture(function, List.of(name), Map.of("x", input), Set.of());
    program.run();
    return values(program.output(name));
  }

  private void requireRefusal(String part, Runnable capture) {
    var refusal = assertThrows(IllegalArgumentException.class, capture::run);
    assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
  }

  @Test
  void aPlaceholderWithoutAnArrayIsNamed() {
    var y = x.add(sd.placeHolder("offset", DataType.DOUBLE, -1, 3));
    requireRefusal("'offset'", () -> captured(y));
  }

  @Test
  void anUnknownOutputIsNamed() {
    requireRefusal(
        "'loss'", () -> Program.capture(sd, List.of("loss"), Map.of("x", input), Set.of()));
  }

  @Test
  void anOutputThatWasNotCapturedIsNamed() {
    var program = captured(x.mul(2));
    requireRefusal("'y'", () -> program.output("y"));
  }

  @Test
  void aBoundOutputOfAnotherShapeIsNamedWithBothShapes() {
    var y = x.mul(2);
    var bound = Map.of("x", input, y.name(), Nd4j.zeros(DataType.DOUBLE, 3));
    requireRefusal(
        "'" + y.name() + "' has shape [2, 3], the array bound to it [3]",
        () -> capture(bound, Set.of(), y));
  }

  @Test
  void controlFlowIsRefusedByName() {
    var condition = sd.constant(Nd4j.scalar(true));
    var branches = sd.switchOp(x, condition);
    requireRefusal("switch", () -> captured(branches[0].mul(1)));
  }

  /** Even where it would be folded into a constant. */
  @Test
  void randomOpsAreRefusedByName() {
    var legacy = sd.random().normal(0, 1, DataType.DOUBLE, 3);
    requireRefusal("Graph.noise", () -> captured(x.add(legacy)));
    requireRefusal(
        "distribution_bernoulli", () -> captured(sd.random().bernoulli(0.5, DataType.DOUBLE, 3)));
    requireRefusal("Graph.noise", () -> captured(sd.nn().dropout(x, 0.5)));
    var drawn = Nd4j.createFromArray(2L, 3);
    requireRefusal(
        "random", () -> captured(new RandomNormal(sd, sd.constant(drawn), 0, 1).outputVariable()));
  }

  @Test
  void rangesAreNotRandom() {
    var range = sd.range(0, 3, 1, DataType.DOUBLE);
    var sum = x.add(range);
    assertArrayEquals(new double[] {1, -1, 5, 4, -4, 8}, values(captured(sum).output(sum.name())));
  }

  @Test
  void aParameterThatTheLossDoesNotNeedIsNamed() {
    var w = sd.var("w", Nd4j.createFromArray(1.0, 2, 3));
    sd.var("idle", Nd4j.createFromArray(1.0));
    var function = Gradients.of(sd, x.mul(w).sum().name());
    requireRefusal("'idle'", () -> Gradients.name(function, "idle"));
  }
}
