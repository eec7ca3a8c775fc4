package org.latentzoo.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.latentzoo.exec.Program.Cost;
import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Captured gradients without their zeros, against SameDiff's own session. */
class ZerosTest {
  private static final INDArray X = Nd4j.rand(DataType.DOUBLE, 4, 3);

  static {
    Ops.register();
  }

  @Test
  void nothingIsComputedBehindAStoppedGradient() {
    var kinds =
        kindsOfSameGradient(
            x -> {
              var sd = x.getSameDiff();
              var largest = sd.expandDims(Ops.stopGradient(sd.max(x, -1)), -1);
              var product = Ops.stopGradient(sd.math().neg(x.mul(2).sub(1))).mmul(x.permute(1, 0));
              return sd.math().exp(x.sub(largest)).sum().add(product.sum());
            });
    assertFalse(kinds.contains("reduce_max_bp"), kinds::toString);
    assertFalse(kinds.contains("zeroslike"), kinds::toString);
  }

  /** 0 times infinity would be NaN. */
  @Test
  void productsWithZerosAreZero() {
    var sd = SameDiff.create();
    var x = sd.var("x", X.dup());
    var w = sd.var("w", X.mul(0).addi(Double.POSITIVE_INFINITY));
    Ops.stopGradient(x.mul(w)).sum().add("loss", x.mul(x).sum());
    var function = Gradients.of(sd, "loss");
    var gradient = Gradients.name(function, "x");
    var program = Program.capture(function, List.of(gradient), Map.of(), Set.of());
    program.run();
    assertEquals(X.mul(2), program.output(gradient));
    assertFalse(program.output(gradient).isNaN().any());
    assertEquals(List.of("multiply", "add"), program.profile(1).stream().map(Cost::op).toList());
  }

  @Test
  void differencesKeepTheirSecondTerm() {
    kindsOfSameGradient(
        x -> {
          var sd = x.getSameDiff();
          var zero = sd.zerosLike(x);
          return zero.sub(x).sum().add(x.mul(x).sub(zero).sum()).add(zero.mul(x).sum());
        });
  }

  @Test
  void aWiderZeroStillWidens() {
    kindsOfSameGradient(
        x -> {
          var sd = x.getSameDiff();
          return sd.sum(x, 0).add(sd.zerosLike(x)).mul(x).sum();
        });
  }

  @Test
  void aGradientThatIsZeroThroughoutIsWritten() {
    var sd = SameDiff.create();
    var x = sd.var("x", X.dup());
    Ops.stopGradient(x).sum("loss");
    sd.setLossVariables("loss");
    sd.createGradFunction();
    var function = sd.getFunction("grad");
    var name = Gradients.name(function, "x");
    var target = Nd4j.ones(DataType.DOUBLE, 4, 3);
    Program.capture(function, List.of(name), Map.of(name, target), Set.of()).run();
    assertEquals(Nd4j.zeros(DataType.DOUBLE, 4, 3), target);
  }

  private static Set<String> kindsOfSameGradient(UnaryOperator<SDVariable> law) {
    var sd = SameDiff.create();
    var x = sd.var("x", X.dup());
    law.apply(x).rename("loss");
    sd.setLossVariables("loss");
    sd.createGradFunction();
    var function = sd.getFunction("grad");
    var outputs = List.of("loss", Gradients.name(function, "x"));
    var expected = function.output(Map.of(), outputs);
    var program = Program.capture(function, outputs, Map.of(), Set.of());
    program.run();
    outputs.forEach(name -> assertEquals(expected.get(name), program.output(name)));
    return program.profile(1).stream().map(Program.Cost::op).collect(Collectors.toSet());
  }
}
