package org.latentzoo.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.latentzoo.data.Binarize;
import org.latentzoo.data.Preprocessing;
import org.latentzoo.data.Rows;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Measures a model on rows. Likelihoods are those of the data as given: the log-determinant of the
 * preprocessing is added. Every figure is a function of the seed.
 */
public final class Evaluator {
  private static final List<Head> TERMS =
      List.of(Head.LOG_LIKELIHOOD, Head.ELBO, Head.RECONSTRUCTION, Head.KL);

  private final ModelInstance instance;
  private final Preprocessing preprocessing;
  private final NoiseSource noise;
  private final Batched batched;

  /**
   * @param seed of the noise and of nothing else
   * @param progress is told of each batch how many rows it had
   */
  public Evaluator(
      ModelInstance instance, Preprocessing preprocessing, long seed, LongConsumer progress) {
    this.instance = instance;
    this.preprocessing = preprocessing;
    this.noise = new NoiseSource(seed);
    this.batched = new Batched(instance, progress);
  }

  /**
   * All measures that the model offers, by name: {@code log_likelihood}, {@code elbo}, {@code
   * reconstruction}, {@code kl}, {@code iwae_bound}, in nats, and for bits {@code bits_per_dim};
   * what {@code kl} is made of, see {@link #aggregate}: {@code mutual_information} and {@code
   * aggregate_kl}, with the bound {@code log_n} of the former and the count {@code active_units}.
   *
   * @param samples K of the importance-weighted bound; 0 leaves it out
   */
  public Map<String, Metric> evaluate(Rows rows, int samples) {
    var metrics = new LinkedHashMap<String, Metric>();
    perRow(rows, TERMS.stream().filter(instance.model()::has).toList())
        .forEach((head, values) -> metrics.put(head.key(), Metric.of(values)));
    if (AggregatePosterior.isDefinedFor(instance.model())) {
      var aggregate = aggregate(rows);
      metrics.put("mutual_information", aggregate.mutualInformation());
      metrics.put("aggregate_kl", aggregate.kl());
      metrics.put("log_n", Metric.exactly(aggregate.logN()));
      metrics.put("active_units", Metric.exactly(aggregate.units().count()));
    }
    if (samples > 0 && instance.model().has(Head.LOG_WEIGHT)) {
      metrics.put("iwae_bound", Metric.of(bound(rows, samples)));
    }
    if (preprocessing.binarize() != Binarize.NONE) {
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

  /** How many rows {@link #evaluate} tells its progress of, a row for each time it is read. */
  public long reads(Rows rows, int samples) {
    long passes = samples > 0 && instance.model().has(Head.LOG_WEIGHT) ? 2 : 1;
    boolean aggregates = AggregatePosterior.isDefinedFor(instance.model());
    long first = aggregates ? Math.min(rows.count(), AggregatePosterior.MOST_ROWS) : 0;
    return passes * rows.count() + 2 * first;
  }

  /** The mean over rows of what training raises: the log-likelihood, or else the ELBO, in nats. */
  public double objective(Rows rows) {
    var head = instance.model().has(Head.LOG_LIKELIHOOD) ? Head.LOG_LIKELIHOOD : Head.ELBO;
    return Metric.of(perRow(rows, List.of(head)).get(head)).mean();
  }

  /** log p(x) of each row, or else its importance-weighted bound of {@code samples} samples. */
  public double[] score(Rows rows, int samples) {
    return instance.model().has(Head.LOG_LIKELIHOOD)
        ? perRow(rows, List.of(Head.LOG_LIKELIHOOD)).get(Head.LOG_LIKELIHOOD)
        : bound(rows, samples);
  }

  /** The importance-weighted bound of each row, see {@link ImportanceSampler#bound}. */
  public double[] bound(Rows rows, int samples) {
    var bounds = new double[Math.toIntExact(rows.count())];
    batched.each(
        rows,
        List.of(Head.LOG_WEIGHT),
        (start, inference) -> copy(sampler(inference, samples, start).bound(), bounds, start));
    return likelihood(bounds);
  }

  /**
   * E[F(z) | x] of each row, see {@link ImportanceSampler#expectation}.
   *
   * @param f maps codes {@code [B, K]} to {@code [B, M]}
   * @return {@code [N][M]}
   */
  public double[][] expectation(Rows rows, int samples, UnaryOperator<INDArray> f) {
    var expectations = new double[Math.toIntExact(rows.count())][];
    batched.each(
        rows,
        List.of(Head.LOG_WEIGHT, Head.POSTERIOR_SAMPLE),
        (start, inference) -> {
          var part = sampler(inference, samples, start).expectation(f);
          System.arraycopy(part, 0, expectations, start, part.length);
        });
    return expectations;
  }

  /** The answer to {@code head} for each row, {@code [N, K]}. */
  public INDArray answer(Rows rows, Head head) {
    var parts = new ArrayList<INDArray>();
    batched.each(
        rows,
        List.of(head),
        (start, inference) -> {
          run(inference, start);
          parts.add(inference.answer(head).dup('c'));
        });
    return Nd4j.concat(0, parts.toArray(INDArray[]::new));
  }

  /** The rows as every measure here sees them: preprocessed, their bits drawn, {@code [N, D]}. */
  public INDArray inputs(Rows rows) {
    var parts = new ArrayList<INDArray>();
    batched.each(
        rows,
        List.of(),
        (start, inference) -> parts.add(inference.execution().input(Model.DATA).dup('c')));
    return Nd4j.concat(0, parts.toArray(INDArray[]::new));
  }

  private Map<Head, double[]> perRow(Rows rows, List<Head> heads) {
    var values = new EnumMap<Head, double[]>(Head.class);
    heads.forEach(head -> values.put(head, new double[Math.toIntExact(rows.count())]));
    batched.each(
        rows,
        heads,
        (start, inference) -> {
          run(inference, start);
          values.forEach((head, all) -> copy(inference.answer(head).toDoubleVector(), all, start));
        });
    values.replaceAll((head, all) -> head == Head.KL ? all : likelihood(all));
    return values;
  }

  private void run(Inference inference, int start) {
    inference.execution().drawNoise(noise, "evaluate", start);
    inference.execution().run();
  }

  private ImportanceSampler sampler(Inference inference, int samples, int start) {
    return new ImportanceSampler(
        inference, samples, k -> inference.execution().drawNoise(noise, "importance", start, k));
  }

  /** From a density of preprocessed rows to that of the rows as given. */
  private double[] likelihood(double[] values) {
    double logDet = preprocessing.logDet();
    return Arrays.stream(values).map(v -> v + logDet).toArray();
  }

  private static void copy(double[] from, double[] to, int start) {
    System.arraycopy(from, 0, to, start, from.length);
  }

  /** -log_2 p(x) / D. */
  private static Metric bitsPerDim(Metric nats, int columns) {
    return nats.times(-1 / (columns * Math.log(2)));
  }
}
