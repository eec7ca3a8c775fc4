package org.latentzoo.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Binarize;
import org.latentzoo.data.DataModule;
import org.latentzoo.data.Missing;
import org.latentzoo.data.Preprocessing;
import org.latentzoo.data.Rows;
import org.latentzoo.distribution.Support;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class EvaluatorTest {
  private final ModelInstance instance = model();
  private final Preprocessing none =
      new Preprocessing(
          1, Nd4j.zeros(DataType.DOUBLE, 1), Nd4j.ones(DataType.DOUBLE, 1), Binarize.NONE);
  private final Evaluator evaluator = new Evaluator(instance, none, Support.REAL, 1, n -> {});

  /** ELBO a x. */
  private static ModelInstance model() {
    var graph = new Graph(DataType.DOUBLE, 1);
    var elbo =
        graph.input(Model.DATA, 1).mul(graph.parameter("a", Initializer.constant(2), 1)).sum(1);
    var phase = Phase.of("loss", elbo.mean().neg(), "a");
    return new ModelInstance(new Model(graph, List.of(phase), Map.of(Head.ELBO, elbo)));
  }

  private static String refusal(Runnable body) {
    return assertThrows(UserException.class, body::run).getMessage();
  }

  private Rows ones(int count) {
    return DataModule.of(
            Nd4j.ones(DataType.DOUBLE, count, 1), Missing.REFUSE, DataType.DOUBLE, 1, none)
        .all();
  }

  /** A validation after every epoch captures nothing anew. */
  @Test
  void whatWasCapturedServesAgain() {
    var batched = new Batched(instance, new NoiseSource(1), n -> {});
    var seen = new ArrayList<Inference>();
    for (int times = 0; times < 2; times++) {
      batched.each(ones(501), List.of(Head.ELBO), (start, inference) -> seen.add(inference));
    }
    assertSame(seen.get(0), seen.get(2));
    assertSame(seen.get(1), seen.get(3));
  }

  @Test
  void whatWasCapturedSeesLaterParameters() {
    var rows = ones(501);
    assertEquals(2, evaluator.objective(rows).getAsDouble(), 1e-12);
    instance.parameters().get("a").assign(3);
    assertEquals(3, evaluator.objective(rows).getAsDouble(), 1e-12);
  }

  @Test
  void noRowsAreRefused() {
    assertEquals(
        "There are no rows to ask about. Choose a part of the data that has rows.",
        refusal(() -> evaluator.objective(ones(1).first(0))));
  }

  @Test
  void noSamplesAreRefused() {
    var inference = instance.inference(List.of(Head.ELBO), 1);
    assertEquals(
        "The number of importance samples must be at least 1, got 0. Ask for more.",
        refusal(() -> new ImportanceSampler(inference, Head.LOG_WEIGHT, 0, k -> {})));
  }
}
