package org.latentzoo.tests.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
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
  void aParameterOfNoPhaseOrOfTwoIsRefusedByName() {
    var loss = graph.parameter("w", Initializer.constant(1), 2).sum();
    var phase = new Phase("loss", loss, List.of("w"));
    assertEquals(
        "Parameter 'w' must belong to one phase, it belongs to 0.",
        refusal(() -> new ModelInstance(new Model(graph, List.of(), Map.of()))));
    var other = new Phase("other", loss, List.of("w"));
    assertEquals(
        "Parameter 'w' must belong to one phase, it belongs to 2.",
        refusal(() -> new ModelInstance(new Model(graph, List.of(phase, other), Map.of()))));
  }
}
