package org.latentzoo.tests.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentzoo.graph.Maths.batchMean;
import static org.latentzoo.graph.Maths.sumLast;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.model.TrainingStep;
import org.latentzoo.network.Network;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * y = f(x + shift) with loss mean |y|^2. The shift is learnt too, so that its gradient is that of
 * the data.
 */
record NetworkModel(ModelInstance instance, Phase phase) {
  static NetworkModel of(DataType dtype, int in, Function<Graph, Network> network) {
    var graph = new Graph(dtype, 4);
    var shift = graph.parameter("shift", Initializer.constant(0), in);
    var f = graph.in("f", () -> network.apply(graph));
    var y = f.apply(graph.input(Model.DATA, in).add(shift));
    var loss = batchMean(sumLast(y.mul(y)));
    var phase = Phase.of("loss", loss, "f", "shift");
    var model = new Model(graph, List.of(phase), Map.of(Head.POSTERIOR_MEAN, y));
    return new NetworkModel(new ModelInstance(model), phase);
  }

  INDArray parameter(String name) {
    return instance.parameters().get(name);
  }

  /** The network's parameters with the same random values for either data type, biases too. */
  NetworkModel drawn() {
    var source = new NoiseSource(5);
    instance
        .parameters()
        .forEach(
            (name, p) -> {
              source.normal(p, name);
              p.muli(0.5);
            });
    return this;
  }

  /** f(rows + shift). */
  INDArray values(INDArray rows) {
    var inference = instance.inference(List.of(Head.POSTERIOR_MEAN), (int) rows.size(0));
    inference.execution().input(Model.DATA).assign(rows);
    inference.execution().run();
    return inference.answer(Head.POSTERIOR_MEAN).dup();
  }

  /** A step that has run on drawn rows. */
  TrainingStep step(int batch) {
    var step = instance.training(phase, batch);
    new NoiseSource(6).normal(step.execution().input(Model.DATA), "x");
    step.execution().run();
    return step;
  }

  /** Asserts that a step in float has the loss and the gradients of the same one in double. */
  static void requireEqual(TrainingStep single, TrainingStep exact) {
    assertEquals(exact.loss(), single.loss(), 1e-5 * exact.loss());
    exact
        .gradient()
        .slices()
        .forEach(
            (name, expected) -> {
              var actual = single.gradient().slices().get(name).castTo(DataType.DOUBLE);
              double error = expected.sub(actual).amaxNumber().doubleValue();
              double scale = expected.amaxNumber().doubleValue();
              assertTrue(error <= 1e-5 * scale, () -> name + " is off by " + error / scale);
            });
  }
}
