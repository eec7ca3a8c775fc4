package org.latentzoo.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.latentzoo.check.UserException;
import org.latentzoo.data.DataConfig;
import org.latentzoo.data.DataModule;
import org.latentzoo.data.Preprocessing;
import org.latentzoo.data.Rows;
import org.latentzoo.eval.Evaluator;
import org.latentzoo.eval.Metric;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A trained model and all that can be asked of it. Rows go in and come out in the data's units. */
public final class TrainedModel {
  private final Preset preset;
  private final ModelInstance instance;
  private final Preprocessing preprocessing;

  private TrainedModel(Preset preset, ModelInstance instance, Preprocessing preprocessing) {
    this.preset = preset;
    this.instance = instance;
    this.preprocessing = preprocessing;
  }

  /**
   * Opens a run folder.
   *
   * @throws UserException if it is no run folder, unfinished or damaged
   */
  public static TrainedModel open(Path folder) {
    var run = new RunFolder(folder);
    var preset = run.preset();
    run.requireFinished();
    var weights = Weights.read(run.weights(), preset);
    int features = (int) weights.preprocessing().shift().length();
    var instance =
        ModelInstance.of(
            preset.type(), preset.model(), preset.precision(), preset.seed(), features);
    weights.into(instance, run.weights());
    return new TrainedModel(preset, instance, weights.preprocessing());
  }

  /** What was trained, every key resolved. */
  public Preset preset() {
    return preset;
  }

  /** The model with its parameters. */
  public ModelInstance instance() {
    return instance;
  }

  /** The run's own data, with its splits, preprocessed as in training. */
  public DataModule data() {
    return DataModule.open(preset.data(), preset.precision(), preset.seed(), preprocessing);
  }

  /** Other data, preprocessed as the training data were; all rows are in {@code all()}. */
  public DataModule data(String spec) {
    return DataModule.open(DataConfig.of(spec), preset.precision(), preset.seed(), preprocessing);
  }

  /** Measures by name, see {@link Evaluator#evaluate}; K = {@code samples}. */
  public Map<String, Metric> evaluate(Rows rows, int samples) {
    return evaluator(n -> {}).evaluate(rows, samples);
  }

  /** An evaluator that tells {@code progress} how many rows are done. */
  public Evaluator evaluator(LongConsumer progress) {
    return new Evaluator(instance, preprocessing, preset.seed(), progress);
  }

  /** E[z | x] under the model's posterior, {@code [N, K]}. */
  public INDArray encode(Rows rows) {
    return ask(rows, Head.POSTERIOR_MEAN);
  }

  /** The answer to {@code head} for each row. */
  public INDArray ask(Rows rows, Head head) {
    require(head);
    return evaluator(n -> {}).answer(rows, head);
  }

  /** E[F(z) | x] of each row by importance sampling (equation 8), {@code [N][M]}. */
  public double[][] expectation(Rows rows, int samples, UnaryOperator<INDArray> f) {
    require(Head.LOG_WEIGHT);
    return evaluator(n -> {}).expectation(rows, samples, f);
  }

  /** Codes of each row, decoded again, {@code [N, D]} in the data's units. */
  public INDArray reconstruct(Rows rows) {
    return decode(encode(rows));
  }

  /** E[x | z] of codes {@code [N, K]}, {@code [N, D]} in the data's units. */
  public INDArray decode(INDArray codes) {
    return decode(codes, Head.DECODED_MEAN, 0);
  }

  /**
   * Samples of the model, {@code [n, D]} in the data's units.
   *
   * @param head {@link Head#DECODED_MEAN} for E[x | z] at z ~ p(z), or {@link Head#DECODED_SAMPLE}
   *     for x ~ p(x)
   */
  public INDArray sample(int n, long seed, Head head) {
    require(Head.PRIOR_SAMPLE);
    var prior = instance.inference(List.of(Head.PRIOR_SAMPLE), n);
    prior.execution().drawNoise(new NoiseSource(seed), "sample");
    prior.execution().run();
    return decode(prior.answer(Head.PRIOR_SAMPLE), head, seed);
  }

  /**
   * The way from one row to another through code space: {@code steps} decoded points on the line
   * between their codes, both ends included, {@code [steps, D]} in the data's units.
   */
  public INDArray interpolate(Rows rows, int from, int to, int steps) {
    var codes = encode(rows);
    for (int row : List.of(from, to)) {
      if (row < 0 || row >= codes.rows()) {
        throw new UserException(
            "Row must be between 0 and %d, got %d.".formatted(codes.rows() - 1, row));
      }
    }
    var weights = Nd4j.linspace(0, 1, steps, preset.precision()).reshape(steps, 1);
    var start = codes.get(NDArrayIndex.interval(from, from + 1), NDArrayIndex.all());
    var end = codes.get(NDArrayIndex.interval(to, to + 1), NDArrayIndex.all());
    return decode(weights.rsub(1).mmul(start).addi(weights.mmul(end)));
  }

  private INDArray decode(INDArray codes, Head head, long seed) {
    require(head);
    var decoder = instance.inference(List.of(head), codes.rows());
    decoder.execution().input(Model.CODES).assign(codes);
    decoder.execution().drawNoise(new NoiseSource(seed), "decode");
    decoder.execution().run();
    return preprocessing.inverse(decoder.answer(head));
  }

  private void require(Head head) {
    if (!instance.model().has(head)) {
      throw new UserException("Model '%s' has no %s.".formatted(preset.type().name(), head.key()));
    }
  }
}
