package org.latentzoo.run;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Binarize;
import org.latentzoo.data.DataConfig;
import org.latentzoo.data.DataModule;
import org.latentzoo.data.Missing;
import org.latentzoo.data.Preprocessing;
import org.latentzoo.data.Range;
import org.latentzoo.data.Rows;
import org.latentzoo.eval.Evaluator;
import org.latentzoo.eval.Metric;
import org.latentzoo.eval.PlaneDensities;
import org.latentzoo.io.ImageGrid;
import org.latentzoo.io.ImageShape;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.model.Head;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
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
   * as the training data were; all rows are in {@code all()}. Missing cells are kept if the model
   * takes them.
   */
  public DataModule data(String spec) {
    return other(open(preset.data().on(spec).with(missing())));
  }

  /** The same, with the label in another column, see {@link DataConfig#label}. */
  public DataModule data(String spec, String label) {
    return other(open(preset.data().on(spec).with(missing()).labelled(label)));
  }

  private DataModule other(DataModule data) {
    DataSupport.require(preset, data);
    return data;
  }

  /** Other data as {@link #data(String)}, but in double and as they are, without preprocessing. */
  public DataModule untreated(String spec) {
    var config = preset.data().on(spec).with(missing());
    var none = Preprocessing.none(columns());
    return DataModule.open(config, DataType.DOUBLE, preset.seed(), none);
  }

  /** Whether rows with missing cells make sense to the model. */
  private Missing missing() {
    boolean takes = instance.model().has(Head.OBSERVED_LOG_LIKELIHOOD);
    return takes && preprocessing.binarize() == Binarize.NONE ? Missing.KEEP : Missing.REFUSE;
  }

  private DataModule open(DataConfig config) {
    return DataModule.open(config, preset.precision(), preset.seed(), preprocessing);
  }

  /**
   * The rows of a matrix {@code [N, D]}, preprocessed as the training data were; NaN is a missing
   * cell if the model takes them.
   */
  public Rows rows(INDArray matrix) {
    return DataModule.of(matrix, missing(), preset.precision(), preset.seed(), preprocessing).all();
  }

  /**
   * The rows of a matrix {@code [N, D]}, all with one label, as a model is given that has classes.
   */
  public Rows rows(INDArray matrix, double label) {
    return DataModule.labelled(matrix, label, preset.precision(), preset.seed(), preprocessing)
        .all();
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
    return new Evaluator(instance, preprocessing, DataSupport.of(preset), preset.seed(), progress);
  }

  /** What the model makes of a law in the plane, where that and the model's energy are known. */
  public Optional<PlaneDensities> plane(Rows rows) {
    return PlaneDensities.isDefinedFor(instance.model()) && preprocessing.logDet() == 0
        ? preset.data().density().map(truth -> evaluator(n -> {}).plane(rows, truth))
        : Optional.empty();
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
    return decode(encode(rows), rows.labels());
  }

  /** Refuses a model that cannot {@link #impute}. */
  public void requireImputes() {
    require(Head.IMPUTED);
  }

  /**
   * Fills missing cells by E[x_missing | x_observed]. The code of a row so filled is E[z |
   * x_observed].
   *
   * @param rows {@code [N, D]} in the data's units, NaN where missing
   * @return the same rows in double, the observed cells as they are
   * @throws UserException if the model cannot
   */
  public INDArray impute(INDArray rows) {
    requireImputes();
    var means = preprocessing.inverse(ask(rows(rows), Head.IMPUTED)).castTo(DataType.DOUBLE);
    var filled = Buffers.read(rows.castTo(DataType.DOUBLE));
    var mean = Buffers.read(means);
    for (int i = 0; i < filled.length; i++) {
      filled[i] = Double.isNaN(filled[i]) ? mean[i] : filled[i];
    }
    return Nd4j.create(filled, rows.shape(), 'c');
  }

  /** E[x | z] of codes {@code [N, K]}, {@code [N, D]}; a conditional model takes turns. */
  public INDArray decode(INDArray codes) {
    return decode(codes, inTurn(codes.rows()));
  }

  /** E[x | z, y] of codes {@code [N, K]} and as many labels, {@code [N, D]}. */
  public INDArray decode(INDArray codes, double[] labels) {
    require(Head.DECODED_MEAN);
    return decoder(0).decode(codes, labels, Head.DECODED_MEAN);
  }

  /**
   * Samples of the model, {@code [n, D]}; the first of them are the same for any n. A model that is
   * given labels takes its classes in turn.
   *
   * @param head {@link Head#DECODED_MEAN} for E[x | z] at z ~ p(z), or {@link Head#DECODED_SAMPLE}
   *     for x ~ p(x)
   */
  public INDArray sample(int n, long seed, Head head) {
    return sample(seed, head, inTurn(n));
  }

  /**
   * Samples given labels, {@code [labels.length, D]}.
   *
   * @throws UserException if the model takes none, or a label is no class of its
   */
  public INDArray sample(double[] labels, long seed, Head head) {
    if (instance.classes() == 0) {
      throw new UserException(
          "Model '%s' is not given labels: its model.classes is 0. Leave the label out."
              .formatted(preset.name()));
    }
    return sample(seed, head, labels);
  }

  private INDArray sample(long seed, Head head, double[] labels) {
    require(Head.PRIOR_SAMPLE);
    require(head);
    if (labels.length < 1) {
      throw new UserException(
          "The number of samples must be at least 1, got %d.".formatted(labels.length));
    }
    return decoder(seed).decode(decoder(seed).prior(labels.length), labels, head);
  }

  /** The classes of the model, one after the other and again. */
  private double[] inTurn(int n) {
    int classes = Math.max(1, instance.classes());
    return IntStream.range(0, Math.max(0, n)).mapToDouble(i -> i % classes).toArray();
  }

  /**
   * The way from one row to another through code space: {@code steps} decoded points on the line
   * between their codes, both ends included, {@code [steps, D]}; all with the first row's label,
   * where the model is given labels.
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
    var asked = rows.first(Math.max(from, to) + 1L);
    var codes = encode(asked);
    var weights = Nd4j.linspace(preset.precision(), 0, 1.0 / (steps - 1), steps).reshape(steps, 1);
    var start = codes.getRow(from, true);
    var end = codes.getRow(to, true);
    var labels = new double[steps];
    Arrays.fill(labels, asked.labels()[from]);
    return decode(weights.rsub(1).mmul(start).addi(weights.mmul(end)), labels);
  }

  /** Codes z ~ p(z), {@code [n, K]}: those of {@link #sample} at the same seed. */
  public INDArray prior(int n, long seed) {
    require(Head.PRIOR_SAMPLE);
    return decoder(seed).prior(n);
  }

  /** Brightness of rows: 0 at the data's least number, 1 at the largest, beyond these outside. */
  public INDArray brightness(INDArray rows) {
    return range.brightness(rows);
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
