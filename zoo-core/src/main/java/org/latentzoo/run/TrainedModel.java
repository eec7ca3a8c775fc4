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
import org.latentzoo.data.Range;
import org.latentzoo.data.Rows;
import org.latentzoo.eval.Evaluator;
import org.latentzoo.eval.Metric;
import org.latentzoo.io.ImageGrid;
import org.latentzoo.io.ImageShape;
import org.latentzoo.model.Head;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A trained model and all that can be asked of it. Rows go in and come out in the data's units. */
public final class TrainedModel {
  private final Origin origin;
  private final Preset preset;
  private final ModelInstance instance;
  private final Preprocessing preprocessing;
  private final Range range;

  private TrainedModel(Origin origin, Preset preset, ModelInstance instance, Weights weights) {
    this.origin = origin;
    this.preset = preset;
    this.instance = instance;
    this.preprocessing = weights.preprocessing();
    this.range = weights.range();
  }

  /**
   * Opens a run folder.
   *
   * @throws UserException if it is no run folder, unfinished or damaged
   */
  public static TrainedModel open(Path folder) {
    return open(new RunFolder(folder));
  }

  /**
   * Opens the weights that come with a preset, without training and without any file but its jar.
   *
   * @throws UserException if there is no such preset, or no good weights come with it
   */
  public static TrainedModel pretrained(String preset) {
    return open(Pretrained.load(preset));
  }

  private static TrainedModel open(Origin origin) {
    var preset = origin.preset();
    var weights = origin.read();
    int features = (int) weights.preprocessing().shift().length();
    var instance =
        ModelInstance.of(
            preset.type(), preset.model(), preset.precision(), preset.seed(), features);
    weights.into(instance, preset.type().name(), origin.remedy());
    return new TrainedModel(origin, preset, instance, weights);
  }

  /** What was trained, every key resolved. */
  public Preset preset() {
    return preset;
  }

  /** The model with its parameters. */
  public ModelInstance instance() {
    return instance;
  }

  /**
   * The model's own data, with its splits, preprocessed as in training.
   *
   * @throws UserException if they are other data by now
   */
  public DataModule data() {
    var data = open(preset.data());
    origin.requireSameData(data.checksum());
    return data;
  }

  /**
   * Other data, with the label where the run's data had it, and streamed if they were, preprocessed
   * as the training data were; all rows are in {@code all()}.
   */
  public DataModule data(String spec) {
    return open(preset.data().on(spec));
  }

  private DataModule open(DataConfig config) {
    return DataModule.open(config, preset.precision(), preset.seed(), preprocessing);
  }

  /** The rows of a matrix {@code [N, D]}, preprocessed as the training data were. */
  public Rows rows(INDArray matrix) {
    return DataModule.of(matrix, preset.precision(), preset.seed(), preprocessing).all();
  }

  /** D, the columns of the data. */
  public int columns() {
    return (int) preprocessing.shift().length();
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

  /** E[z | x] of the rows of a matrix {@code [N, D]}, {@code [N, K]}. */
  public INDArray encode(INDArray matrix) {
    return encode(rows(matrix));
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

  /** The rows as the model sees them, their bits drawn, {@code [N, D]}. */
  public INDArray originals(Rows rows) {
    return preprocessing.inverse(evaluator(n -> {}).inputs(rows));
  }

  /** Codes of each row, decoded again, {@code [N, D]}. */
  public INDArray reconstruct(Rows rows) {
    return decode(encode(rows));
  }

  /** E[x | z] of codes {@code [N, K]}, {@code [N, D]}. */
  public INDArray decode(INDArray codes) {
    require(Head.DECODED_MEAN);
    return decoder(0).decode(codes, Head.DECODED_MEAN);
  }

  /**
   * Samples of the model, {@code [n, D]}; the first of them are the same for any n.
   *
   * @param head {@link Head#DECODED_MEAN} for E[x | z] at z ~ p(z), or {@link Head#DECODED_SAMPLE}
   *     for x ~ p(x)
   */
  public INDArray sample(int n, long seed, Head head) {
    require(Head.PRIOR_SAMPLE);
    require(head);
    if (n < 1) {
      throw new UserException("The number of samples must be at least 1, got %d.".formatted(n));
    }
    return decoder(seed).decode(decoder(seed).prior(n), head);
  }

  /**
   * The way from one row to another through code space: {@code steps} decoded points on the line
   * between their codes, both ends included, {@code [steps, D]}.
   */
  public INDArray interpolate(Rows rows, int from, int to, int steps) {
    if (steps < 2) {
      throw new UserException("The number of steps must be at least 2, got %d.".formatted(steps));
    }
    for (int row : List.of(from, to)) {
      if (row < 0 || row >= rows.count()) {
        throw new UserException(
            "Row must be between 0 and %d, got %d.".formatted(rows.count() - 1, row));
      }
    }
    var codes = encode(rows.first(Math.max(from, to) + 1L));
    var weights = Nd4j.linspace(preset.precision(), 0, 1.0 / (steps - 1), steps).reshape(steps, 1);
    var start = codes.getRow(from, true);
    var end = codes.getRow(to, true);
    return decode(weights.rsub(1).mmul(start).addi(weights.mmul(end)));
  }

  /** Draws lines of rows as square grey pictures, from the data's least number to its largest. */
  public void draw(Path png, List<INDArray> lines) {
    var pictures = lines.stream().map(range::brightness).toList();
    ImageGrid.write(png, pictures, ImageShape.square(columns()));
  }

  private Decoder decoder(long seed) {
    return new Decoder(instance, preprocessing, new NoiseSource(seed));
  }

  private void require(Head head) {
    if (!instance.model().has(head)) {
      throw new UserException("Model '%s' has no %s.".formatted(preset.type().name(), head.key()));
    }
  }
}
