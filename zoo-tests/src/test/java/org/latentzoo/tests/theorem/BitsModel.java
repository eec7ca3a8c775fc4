package org.latentzoo.tests.theorem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.latentzoo.distribution.Bernoulli;
import org.latentzoo.gradient.Codes;
import org.latentzoo.gradient.GradientEstimator;
import org.latentzoo.gradient.IndependentPrior;
import org.latentzoo.gradient.MovingAverage;
import org.latentzoo.gradient.Problem;
import org.latentzoo.gradient.Uniforms;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Ops;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.network.Activation;
import org.latentzoo.network.Mlp;
import org.latentzoo.random.NoiseSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Bits whose logits each row has of its own, so that a batch of copies holds many estimates. */
record BitsModel(ModelInstance instance, Phase phase) {
  static final int UNITS = 8;
  static final int ROWS = 2;
  private static final String LOGITS = "logits";
  private static final int FEATURES = 6;
  private static final double SCALE = 0.7;

  /** An estimator, and a network b(x) if it learns one, made in a graph. */
  interface Maker extends BiFunction<Graph, SDVariable, GradientEstimator> {}

  static BitsModel of(Maker maker) {
    var graph = new Graph(DataType.DOUBLE, 1);
    var x = graph.input(Model.DATA, FEATURES);
    var logits = graph.local(LOGITS, UNITS);
    var codes = new Codes(UNITS, 2);
    var decoder = mlp(graph, "decoder", UNITS, 5, FEATURES);
    var prior = graph.constant("prior", Nd4j.linspace(-1, 1, UNITS).reshape(1, UNITS));
    var problem =
        new Problem(
            codes,
            logits,
            new IndependentPrior(codes, graph, prior),
            (z, samples) ->
                new Bernoulli(decoder.apply(z))
                    .logProb(samples == 1 ? x : Ops.repeatRows(x, samples, FEATURES))
                    .reshape(-1, samples),
            new Uniforms(graph, "", UNITS));
    var estimate = maker.apply(graph, x).of(problem);
    var phases = new ArrayList<Phase>();
    var phase =
        Phase.of("loss", estimate.surrogate(), LOGITS, "decoder", "baseline")
            .reporting(estimate.value());
    phases.add(phase);
    estimate
        .average()
        .ifPresent(loss -> phases.add(Phase.of("average", loss, MovingAverage.SCOPE)));
    var instance = new ModelInstance(new Model(graph, phases, Map.of()));
    var source = new NoiseSource(3);
    instance.parameters().forEach((name, p) -> source.normal(p, name));
    return new BitsModel(instance, phase);
  }

  /** b(x) with one hidden layer. */
  static SDVariable baseline(Graph graph, SDVariable x) {
    return mlp(graph, "baseline", FEATURES, 4, 1).apply(x);
  }

  private static Mlp mlp(Graph graph, String scope, int in, int hidden, int out) {
    return graph.in(scope, () -> Mlp.create(graph, in, List.of(hidden), Activation.TANH, out));
  }

  /**
   * Estimates of the gradient by the logits of {@link #ROWS} rows, side by side.
   *
   * @param copies of the rows in a batch, each an estimate
   */
  Estimates gradients(int copies, int batches) {
    int batch = ROWS * copies;
    var step = instance.training(phase, batch);
    fill(step.execution().input(Model.DATA), copies, "x", 0);
    fill(step.execution().input(LOGITS), copies, LOGITS, SCALE);
    var source = new NoiseSource(8);
    var estimates = new ArrayList<double[]>();
    for (int i = 0; i < batches; i++) {
      step.execution().drawNoise(source, "draw", i);
      step.execution().run();
      // The loss is the mean over the batch.
      var all = Buffers.read(step.localGradient(LOGITS).mul(batch));
      for (int c = 0; c < copies; c++) {
        int start = c * ROWS * UNITS;
        estimates.add(Arrays.copyOfRange(all, start, start + ROWS * UNITS));
      }
    }
    return Estimates.of(estimates);
  }

  /** The same rows in every copy: bits, or normal numbers of the given scale. */
  private static void fill(INDArray array, int copies, String name, double scale) {
    var rows = Nd4j.zeros(DataType.DOUBLE, ROWS, array.size(1));
    new NoiseSource(2).normal(rows, name);
    array.assign(
        Nd4j.tile(scale == 0 ? rows.gt(0).castTo(DataType.DOUBLE) : rows.mul(scale), copies, 1));
  }
}
