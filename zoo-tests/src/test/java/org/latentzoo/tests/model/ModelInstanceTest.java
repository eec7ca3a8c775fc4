package org.latentzoo.tests.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.latentzoo.check.UserException;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.latentzoo.graph.Noise;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.nd4j.linalg.api.buffer.DataType;

class ModelInstanceTest {
  private final Graph graph = new Graph(DataType.DOUBLE, 1);

  private static String refusal(Runnable body) {
    return assertThrows(IllegalArgumentException.class, body::run).getMessage();
  }

  /** [B] + [B, 1] broadcasts to [B, B] in silence. */
  @Test
  void aHeadThatIsNotOneNumberARowIsRefusedByName() {
    var x = graph.input(Model.DATA, 3);
    var wrong = x.sum(1).add(x.sum(true, 1));
    var instance = new ModelInstance(new Model(graph, List.of(), Map.of(Head.ELBO, wrong)));
    assertEquals(
        "Head 'elbo' must have one value a row, shape [4], but has shape [4, 4].",
        refusal(() -> instance.inference(List.of(Head.ELBO), 4)));
  }

  @Test
  void aHeadThatTheModelLacksIsNamedWithThoseItHas() {
    var x = graph.input(Model.DATA, 1).sum(1);
    var heads = Map.of(Head.KL, x, Head.ELBO, x);
    var instance = new ModelInstance(new Model(graph, List.of(), heads));
    var error =
        assertThrows(
            UserException.class, () -> instance.inference(List.of(Head.LOG_LIKELIHOOD), 4));
    assertEquals("The model has no log_likelihood. It has: elbo, kl.", error.getMessage());
  }

  /** Steps of a batch size hold the arrays they read, and share the gradient. */
  @Test
  void onlyTheDataAndWhatIsReadIsAllocated() {
    var x = graph.input(Model.DATA, 3);
    var eps = graph.noise("eps", Noise.NORMAL, 3);
    graph.noise("idle", Noise.NORMAL, 3);
    var noisy = eps.mul(graph.parameter("w", Initializer.constant(1), 3)).sum(1);
    var phase = Phase.of("loss", noisy.mean(), "w");
    var heads = Map.of(Head.ELBO, noisy, Head.KL, x.sum(1));
    var instance = new ModelInstance(new Model(graph, List.of(phase), heads));
    var step = instance.training(phase, 4);
    assertArrayEquals(new long[] {4, 3}, step.execution().input("eps").shape());
    assertArrayEquals(new long[] {4, 3}, step.execution().input(Model.DATA).shape());
    assertEquals(
        "The outputs do not depend on a placeholder 'idle'. Known: [eps, x]",
        refusal(() -> step.execution().input("idle")));
    var inference = instance.inference(List.of(Head.KL), 4);
    assertEquals(
        "The outputs do not depend on a placeholder 'eps'. Known: [x]",
        refusal(() -> inference.execution().input("eps")));
    assertSame(step.gradient(), instance.training(phase, 2).gradient());
  }

  @Test
  void aPhaseThatTrainsNothingIsRefusedByName() {
    var loss = graph.parameter("w", Initializer.constant(1), 2).sum();
    var idle = Phase.of("idle", loss, "decoder");
    assertEquals(
        "Phase 'idle' trains nothing: no parameter is in its scopes [decoder].",
        refusal(() -> new ModelInstance(new Model(graph, List.of(idle), Map.of()))));
  }

  @Test
  void aParameterOfNoPhaseOrOfTwoIsRefusedByName() {
    var loss = graph.parameter("w", Initializer.constant(1), 2).sum();
    var phase = Phase.of("loss", loss, "w");
    assertEquals(
        "Parameter 'w' must belong to one phase, it belongs to 0.",
        refusal(() -> new ModelInstance(new Model(graph, List.of(), Map.of()))));
    var other = Phase.of("other", loss, "w");
    assertEquals(
        "Parameter 'w' must belong to one phase, it belongs to 2.",
        refusal(() -> new ModelInstance(new Model(graph, List.of(phase, other), Map.of()))));
  }
}
