package org.latentzoo.eval;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Binarize;
import org.latentzoo.data.PlaneDensity;
import org.latentzoo.data.Preprocessing;
import org.latentzoo.data.Rows;
import org.latentzoo.distribution.Support;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Measures a model on rows. Likelihoods are those of the data as given: the log-determinant of the
 * preprocessing is added. Every figure is a function of the seed.
 */
public final class Evaluator {
  private static final List<Head> TERMS =
      List.of(
          Head.LOG_LIKELIHOOD,
          Head.ELBO,
          Head.RECONSTRUCTION,
          Head.KL,
          Head.SQUARED_ERROR,
          Head.ENERGY);

  /** What training raises, each standing in for a model that lacks those before it. */
  private static final List<Head> OBJECTIVES =
      List.of(Head.LOG_LIKELIHOOD, Head.ELBO, Head.SQUARED_ERROR);

  /** Of the classifier whose features are compared: the same for every model of the same rows. */
  private static final long CLASSIFIER_SEED = 1;

  private final ModelInstance instance;
  private final Preprocessing preprocessing;
  private final Support support;
  private final NoiseSource noise;
  private final LongConsumer progress;
  private final Batched batched;
  private final Answers answers;

  /**
   * @param support the values that the model's likelihood is of
   * @param seed of the noise and of nothing else
   * @param progress is told of each batch how many rows it had
   */
  public Evaluator(
      ModelInstance instance,
      Preprocessing preprocessing,
      Support support,
      long seed,
      LongConsumer progress) {
    this.instance = instance;
    this.preprocessing = preprocessing;
    this.support = support;
    this.noise = new NoiseSource(seed);
    this.progress = progress;
    this.batched = new Batched(instance, noise, progress);
    this.answers = new Answers(batched, preprocessing, noise);
  }

  /**
   * All measures that the model offers, by name: {@code log_likelihood}, {@code elbo}, {@code
   * reconstruction}, {@code kl}, {@code iwae_bound}, in nats, and for bits and other whole numbers
   * {@code bits_per_dim}; what {@code kl} is made of, see {@link #aggregate}: {@code
   * mutual_information} and {@code aggregate_kl}, with the bound {@code log_n} of the former and
   * the count {@code active_units}. {@code squared_error} is in the data's units squared, {@code
   * scaled_squared_error} in those of the scaled rows, {@code standardized_squared_error} in those
   * of the standardised rows, and {@code explained_variance} one minus its share of the rows'
   * variance. Of codes that are held to the prior all together, see {@link AggregateCodes}, {@code
   * latent_mmd}, {@code latent_ks}, {@code worst_latent_ks} and {@code critic_accuracy}, on the
   * first {@link AggregateCodes#MOST_ROWS} rows. Of rows with missing cells, {@code log_likelihood}
   * is that of the observed ones.
   *
   * @param samples K of the importance-weighted bound, where the likelihood is not known; 0 leaves
   *     it out
   */
  public Map<String, Metric> evaluate(Rows rows, int samples) {
    var metrics = new LinkedHashMap<String, Metric>();
    if (!rows.isComplete()) {
      metrics.put("log_likelihood", Metric.of(answers.logLikelihood(rows)));
      return metrics;
    }
    answers
        .perRow(rows, TERMS.stream().filter(instance.model()::has).toList())
        .forEach((head, values) -> metrics.put(head.key(), Metric.of(values)));
    if (metrics.containsKey(Head.SQUARED_ERROR.key())) {
      errors(rows, metrics);
    }
    if (AggregatePosterior.isDefinedFor(instance.model())) {
      var aggregate = aggregate(rows);
      metrics.put("mutual_information", aggregate.mutualInformation());
      metrics.put("aggregate_kl", aggregate.kl());
      metrics.put("log_n", Metric.exactly(aggregate.logN()));
      metrics.put("active_units", Metric.exactly(aggregate.units().count()));
    }
    if (rows.count() >= AggregateCodes.LEAST_ROWS
        && AggregateCodes.isDefinedFor(instance.model())) {
      var first = rows.first(AggregateCodes.MOST_ROWS);
      var codes = answers.answer(first, Head.POSTERIOR_SAMPLE);
      metrics.putAll(AggregateCodes.of(instance, codes, noise).metrics());
    }
    if (samples > 0 && isBounded()) {
      metrics.put("iwae_bound", Metric.of(answers.bound(rows, samples)));
    }
    if (preprocessing.binarize() != Binarize.NONE || support.whole()) {
      Stream.of("log_likelihood", "iwae_bound", "elbo")
          .filter(metrics::containsKey)
          .findFirst()
          .map(metrics::get)
          .ifPresent(m -> metrics.put("bits_per_dim", bitsPerDim(m, rows.columns())));
    }
    return metrics;
  }

  /**
   * The mean KL taken apart, on the first {@link AggregatePosterior#MOST_ROWS} of {@code rows}; the
   * fewer rows, the more codes of each.
   */
  public AggregatePosterior aggregate(Rows rows) {
    return AggregatePosterior.of(batched, rows.first(AggregatePosterior.MOST_ROWS), noise);
  }

  /** Whether log p(x) is known by its bounds only. */
  private boolean isBounded() {
    return instance.model().has(Head.LOG_WEIGHT) && !instance.model().has(Head.LOG_LIKELIHOOD);
  }

  /** How many rows {@link #evaluate} tells its progress of, a row for each time it is read. */
  public long reads(Rows rows, int samples) {
    if (!rows.isComplete()) {
      return rows.count();
    }
    long passes = 1;
    passes += samples > 0 && isBounded() ? 1 : 0;
    passes += instance.model().has(Head.SQUARED_ERROR) ? 1 : 0;
    boolean aggregates = AggregatePosterior.isDefinedFor(instance.model());
    long first = aggregates ? Math.min(rows.count(), AggregatePosterior.MOST_ROWS) : 0;
    long codes =
        AggregateCodes.isDefinedFor(instance.model())
            ? Math.min(rows.count(), AggregateCodes.MOST_ROWS)
            : 0;
    return passes * rows.count() + 2 * first + codes;
  }

  /**
   * The mean over rows of the log-likelihood, or else the ELBO, in nats, or else minus the squared
   * error: what runs of one model are compared by, whatever bound or weights their training had.
   * Empty where none of these is known: two players' losses compare nothing.
   */
  public OptionalDouble objective(Rows rows) {
    return objective(instance.model())
        .map(head -> OptionalDouble.of(raised(head, mean(rows, head))))
        .orElse(OptionalDouble.empty());
  }

  /** The head that {@link #objective(Rows)} is the mean of, if there is one. */
  public static Optional<Head> objective(Model model) {
    return OBJECTIVES.stream().filter(model::has).findFirst();
  }

  /** The higher the better: a squared error is not, as it stands. */
  public static double raised(Head objective, double mean) {
    return objective == Head.SQUARED_ERROR ? -mean : mean;
  }

  /** Whether {@link #objective(Rows)} has an answer of {@code model}. */
  public static boolean hasObjective(Model model) {
    return objective(model).isPresent();
  }

  /**
   * log p(x) of each row, of its observed cells if some are missing, or else its
   * importance-weighted bound of {@code samples} samples; of a model without a density the energy
   * or the squared error.
   */
  public Scores score(Rows rows, int samples) {
    if (instance.model().has(Head.LOG_LIKELIHOOD)) {
      return new Scores(Head.LOG_LIKELIHOOD.key(), answers.logLikelihood(rows));
    }
    if (isBounded()) {
      return new Scores("iwae_bound", answers.bound(rows, samples));
    }
    if (instance.model().has(Head.ENERGY)) {
      return new Scores(
          Head.ENERGY.key(), answers.perRow(rows, List.of(Head.ENERGY)).get(Head.ENERGY));
    }
    var errors = answers.perRow(rows, List.of(Head.SQUARED_ERROR)).get(Head.SQUARED_ERROR);
    return new Scores(answers.squaredError(), errors);
  }

  private void errors(Rows rows, Map<String, Metric> metrics) {
    var error = metrics.get(Head.SQUARED_ERROR.key());
    metrics.remove(Head.SQUARED_ERROR.key());
    metrics.put(answers.squaredError(), error);
    double unit = answers.squaredUnit();
    if (unit != 1) {
      metrics.put("scaled_squared_error", error.times(1 / unit));
    }
    var variance = new TotalVariance(rows.columns());
    batched.each(
        rows,
        List.of(),
        (start, inference) -> variance.add(inference.execution().input(Model.DATA)));
    double total = variance.value() * answers.squaredUnit();
    if (total > 0) {
      var share = error.times(-1 / total);
      metrics.put("explained_variance", new Metric(1 + share.mean(), share.standardError()));
    }
  }

  /** The importance-weighted bound of each row, see {@link ImportanceSampler#bound}. */
  public double[] bound(Rows rows, int samples) {
    return answers.bound(rows, samples);
  }

  /**
   * E[F(z) | x] of each row, see {@link ImportanceSampler#expectation}.
   *
   * @param f maps codes {@code [B, K]} to {@code [B, M]}
   * @return {@code [N][M]}
   */
  public double[][] expectation(Rows rows, int samples, UnaryOperator<INDArray> f) {
    return answers.expectation(rows, samples, f);
  }

  /** The mean over rows of a head of one number a row. */
  public double mean(Rows rows, Head head) {
    return means(rows, List.of(head)).get(head);
  }

  /** The means over rows of heads of one number a row, in the units of the rows as given. */
  public Map<Head, Double> means(Rows rows, List<Head> heads) {
    var means = new EnumMap<Head, Double>(Head.class);
    answers.perRow(rows, heads).forEach((head, all) -> means.put(head, Metric.of(all).mean()));
    return means;
  }

  /**
   * From the mean of a head of one number a row over preprocessed rows to that over the rows as
   * given, none with missing cells.
   */
  public double asGiven(Head head, double mean) {
    return answers.asGiven(head, mean);
  }

  /** The answer to {@code head} for each row, {@code [N, K]}. */
  public INDArray answer(Rows rows, Head head) {
    return answers.answer(rows, head);
  }

  /** The rows as every measure here sees them: preprocessed, their bits drawn, {@code [N, D]}. */
  public INDArray inputs(Rows rows) {
    return answers.inputs(rows);
  }

  /**
   * Approximation and amortisation gap of each row's ELBO. Progress is told draw by draw.
   *
   * @param samples of the weights of each row: of the ELBOs, and of the bound that stands for log
   *     p(x) where the model does not know it
   * @throws UserException if the model has no encoder to compare with
   */
  public InferenceGaps gaps(Rows rows, int samples) {
    return InferenceGaps.of(instance, preprocessing.logDet(), rows, samples, noise, progress);
  }

  /**
   * The energy, the generator's density and the true one on a grid around {@code rows} of two
   * columns.
   */
  public PlaneDensities plane(Rows rows, PlaneDensity truth) {
    double largest = answers.inputs(rows).amaxNumber().doubleValue();
    return PlaneDensities.of(instance, truth, Math.ceil(1.2 * largest), noise);
  }

  /**
   * How near samples of the model are to {@code rows}, see {@link SampleQuality#metrics}, of which
   * the first {@link SampleQuality#MOST_ROWS} are read. A classifier is trained first.
   *
   * @param training labelled rows, for the classifier and to compare with
   * @throws UserException if rows have no labels, or the model draws none
   */
  public Map<String, Metric> sampleQuality(Rows training, Rows rows) {
    var head = preprocessing.binarize() == Binarize.NONE ? Head.DECODED_MEAN : Head.DECODED_SAMPLE;
    for (var needed : List.of(Head.PRIOR_SAMPLE, head)) {
      if (!instance.model().has(needed)) {
        throw new UserException(
            "The model has no %s, so it draws no rows to compare.".formatted(needed.key()));
      }
    }
    var some = rows.first(SampleQuality.MOST_ROWS);
    var dtype = instance.model().graph().dtype();
    var quality =
        new SampleQuality(
            instance, head, FeatureClassifier.train(training, dtype, CLASSIFIER_SEED));
    return quality.metrics(
        answers.inputs(some), some.labels(), answers.inputs(training.first(some.count())), noise);
  }

  /** -log_2 p(x) / D. */
  private static Metric bitsPerDim(Metric nats, int columns) {
    return nats.times(-1 / (columns * Math.log(2)));
  }
}
