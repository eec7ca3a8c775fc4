package org.latentzoo.eval;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Rows;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Maths;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Phase;
import org.latentzoo.network.Activation;
import org.latentzoo.network.Mlp;
import org.latentzoo.train.CheckpointStore;
import org.latentzoo.train.Clip;
import org.latentzoo.train.EarlyStopping;
import org.latentzoo.train.LearningRate;
import org.latentzoo.train.OptimizerConfig;
import org.latentzoo.train.TrainConfig;
import org.latentzoo.train.Trainer;
import org.latentzoo.train.TrainingListener;
import org.latentzoo.train.Updater;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What tells the classes of labelled rows apart: the hidden units of a classifier trained on them,
 * D - 256 - 64 - C with ReLU, by cross-entropy. A function of the rows and the seed.
 */
final class FeatureClassifier {
  private static final int FEATURES = 64;
  private static final int BATCH = 128;

  /** Rows seen in training, so that few rows are seen more often. */
  private static final long SEEN = 300_000;

  private static final int LEAST_EPOCHS = 5;
  private static final String OUTPUT = "output";

  private final ModelInstance instance;

  private FeatureClassifier(ModelInstance instance) {
    this.instance = instance;
  }

  /**
   * Trains on labelled rows.
   *
   * @throws UserException if rows have no labels 0, 1, ...
   */
  static FeatureClassifier train(Rows rows, DataType dtype, long seed) {
    var instance = new ModelInstance(model(new Graph(dtype, seed), rows.columns(), classes(rows)));
    int epochs = (int) Math.max(LEAST_EPOCHS, SEEN / rows.count());
    var config =
        new TrainConfig(
            epochs,
            (int) Math.min(BATCH, rows.count()),
            OptimizerConfig.of(Updater.ADAM),
            Map.of(),
            LearningRate.DEFAULTS,
            Clip.DEFAULTS,
            EarlyStopping.DEFAULTS,
            0);
    new Trainer(instance, config, rows.count(), seed, new Nowhere(), new TrainingListener() {})
        .train(rows, OptionalDouble::empty);
    return new FeatureClassifier(instance);
  }

  private static int classes(Rows rows) {
    var labels = Arrays.stream(rows.labels()).distinct().toArray();
    double largest = Arrays.stream(labels).max().orElse(Double.NaN);
    if (!(largest >= 1) || Arrays.stream(labels).anyMatch(y -> y < 0 || y != Math.rint(y))) {
      throw new UserException(
          "Features of a classifier need training rows labelled 0, 1, ..., these are not. Leave out --features.");
    }
    return (int) largest + 1;
  }

  private static Model model(Graph graph, int features, int classes) {
    var x = graph.input(Model.DATA, features);
    var y = graph.input(Model.LABELS, classes);
    var hidden =
        graph.in(
            "hidden",
            () -> Mlp.create(graph, features, List.of(256), Activation.RELU, FEATURES).apply(x));
    var units = Activation.RELU.apply(hidden);
    var logits =
        graph.in(
            OUTPUT,
            () -> Mlp.create(graph, FEATURES, List.of(), Activation.RELU, classes).apply(units));
    var loss = Maths.batchMean(Maths.logSumExpLast(logits).sub(Maths.sumLast(logits.mul(y))));
    return new Model(
        graph,
        List.of(Phase.of("loss", loss, "hidden", OUTPUT)),
        Map.of(Head.POSTERIOR_MEAN, units, Head.DECODED_MEAN, logits),
        Optional.empty());
  }

  /** The hidden units, {@code [N, 64]} in double, of rows {@code [N, D]}. */
  INDArray features(INDArray x) {
    return ask(x, Head.POSTERIOR_MEAN).castTo(DataType.DOUBLE);
  }

  /** Whether each of the rows {@code [N, D]} is given its label. */
  Metric accuracy(INDArray x, double[] labels) {
    var classes = ask(x, Head.DECODED_MEAN).argMax(1).toDoubleVector();
    var right = new double[labels.length];
    Arrays.setAll(right, i -> classes[i] == labels[i] ? 1 : 0);
    return Metric.of(right);
  }

  private INDArray ask(INDArray x, Head head) {
    var inference = instance.inference(List.of(head), x.rows());
    inference.execution().input(Model.DATA).assign(x);
    inference.execution().run();
    return inference.answer(head);
  }

  /** It trains in one go. */
  private record Nowhere() implements CheckpointStore {
    @Override
    public Optional<Checkpoint> load() {
      return Optional.empty();
    }

    @Override
    public void save(Checkpoint checkpoint) {}
  }
}
