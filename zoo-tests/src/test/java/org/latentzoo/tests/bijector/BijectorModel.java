package org.latentzoo.tests.bijector;

import static org.latentzoo.graph.Maths.batchMean;
import static org.latentzoo.graph.Maths.sumLast;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Function;
import org.latentzoo.bijector.Bijector;
import org.latentzoo.bijector.Mapped;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.latentzoo.graph.Noise;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.random.NoiseSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * f(x + shift) and f^-1(x + shift) with loss mean[|value|^2 / 2 - log-det] of both. The shift is
 * learnt too, so that its gradient is that of the data.
 */
record BijectorModel(ModelInstance instance, Phase phase, Map<List<Object>, Inference> captured) {
  /** What is asked for: value and log-determinant. */
  enum Way {
    FORWARD(Head.POSTERIOR_MEAN, Head.LOG_LIKELIHOOD),
    INVERSE(Head.DECODED_MEAN, Head.ELBO);

    private final Head value;
    private final Head logDet;

    Way(Head value, Head logDet) {
      this.value = value;
      this.logDet = logDet;
    }
  }

  /** Value {@code [B, D]} and log-determinant {@code [B]}. */
  record Numbers(INDArray value, INDArray logDet) {}

  static BijectorModel of(
      DataType dtype, int features, int context, Function<Graph, Bijector> bijector) {
    var graph = new Graph(dtype, 4);
    var shift = graph.parameter("shift", Initializer.constant(0), features);
    var f = graph.in("f", () -> bijector.apply(graph));
    var x = graph.input(Model.DATA, features).add(shift);
    var c = context > 0 ? graph.noise("c", Noise.NORMAL, context) : null;
    var forward = f.forward(x, c);
    var inverse = f.inverse(x, c);
    var phase = Phase.of("loss", loss(forward).add(loss(inverse)), "f", "shift");
    var heads =
        Map.ofEntries(
            head(Way.FORWARD.value, forward.value()),
            head(Way.FORWARD.logDet, forward.logDet()),
            head(Way.INVERSE.value, inverse.value()),
            head(Way.INVERSE.logDet, inverse.logDet()));
    return new BijectorModel(
        new ModelInstance(new Model(graph, List.of(phase), heads)), phase, new HashMap<>());
  }

  private static Entry<Head, SDVariable> head(Head head, SDVariable variable) {
    return Map.entry(head, variable);
  }

  private static SDVariable loss(Mapped image) {
    return batchMean(sumLast(image.value().mul(image.value())).mul(0.5).sub(image.logDet()));
  }

  /** Every parameter moved by N(0, deviation^2), the same for either data type. */
  BijectorModel moved(double deviation) {
    var source = new NoiseSource(5);
    instance
        .parameters()
        .forEach(
            (name, p) -> {
              if (!name.equals("shift")) {
                var by = p.ulike();
                source.normal(by, name);
                p.addi(by.muli(deviation));
              }
            });
    return this;
  }

  Numbers ask(Way way, INDArray rows) {
    int batch = (int) rows.size(0);
    var inference =
        captured.computeIfAbsent(
            List.of(way, batch), k -> instance.inference(List.of(way.value, way.logDet), batch));
    inference.execution().input(Model.DATA).assign(rows);
    inference.execution().drawNoise(new NoiseSource(8), "context");
    inference.execution().run();
    return new Numbers(inference.answer(way.value).dup('c'), inference.answer(way.logDet).dup());
  }
}
