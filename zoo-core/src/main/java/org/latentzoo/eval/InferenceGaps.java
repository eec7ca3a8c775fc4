package org.latentzoo.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Rows;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.random.NoiseSource;

/**
 * Where log p(x) - L[q] goes, per row in nats (Cremer, Li and Duvenaud 2018; equation 11):
 *
 * <p>approximation gap = log p(x) - L[q*], what the family of q loses even with the best q* for the
 * row; amortisation gap = L[q*] - L[q], what an encoder loses by computing q for every row.
 *
 * <p>With the bound for log p(x) the approximation gap is at least what is reported.
 *
 * @param logLikelihood log p(x), exact or by its importance-weighted bound under q*, {@code [N]}
 * @param exact whether it is exact
 * @param local L[q*], {@code [N]}
 * @param amortised L[q], {@code [N]}
 */
public record InferenceGaps(
    double[] logLikelihood, boolean exact, double[] local, double[] amortised) {
  /**
   * Searches the q* of each row and measures.
   *
   * @param logDet of the preprocessing, added to all likelihoods
   * @param samples of the weights of each row
   * @param draws is told after each run how many rows it had
   */
  static InferenceGaps of(
      ModelInstance instance,
      double logDet,
      Rows rows,
      int samples,
      NoiseSource noise,
      LongConsumer draws) {
    require(instance.model());
    var batched = new Batched(instance, noise, read -> {}, draws);
    int n = Math.toIntExact(rows.count());
    var amortised = new double[n];
    var local = new double[n];
    var evidence = new double[n];
    batched.each(
        rows,
        List.of(Head.LOG_WEIGHT),
        (start, inference) -> {
          var weights = weights(inference, Head.LOG_WEIGHT, samples, start, noise, draws);
          for (int i = 0; i < weights.length; i++) {
            amortised[start + i] = logDet + weights[i].meanLogWeight();
          }
        });
    batched.each(
        rows,
        List.of(Head.LOCAL_LOG_WEIGHT),
        (start, inference) -> {
          var weights = weights(inference, Head.LOCAL_LOG_WEIGHT, samples, start, noise, draws);
          for (int i = 0; i < weights.length; i++) {
            local[start + i] = logDet + weights[i].meanLogWeight();
            evidence[start + i] = logDet + weights[i].logMeanWeight();
          }
        });
    if (instance.model().has(Head.LOG_LIKELIHOOD)) {
      batched.each(
          rows,
          List.of(Head.LOG_LIKELIHOOD),
          (start, inference) -> {
            inference.execution().run();
            var exact = inference.answer(Head.LOG_LIKELIHOOD).toDoubleVector();
            for (int i = 0; i < exact.length; i++) {
              evidence[start + i] = logDet + exact[i];
            }
          });
    }
    return new InferenceGaps(evidence, instance.model().has(Head.LOG_LIKELIHOOD), local, amortised);
  }

  private static WeightedMean[] weights(
      Inference inference,
      Head weight,
      int samples,
      int start,
      NoiseSource noise,
      LongConsumer draws) {
    return new ImportanceSampler(
            inference,
            weight,
            samples,
            k -> {
              inference.execution().drawNoise(noise, "importance", start, k);
              draws.accept(inference.batch());
            })
        .weights();
  }

  /** How many draws {@link #of} tells of. */
  public static long draws(Model model, Rows rows, int samples) {
    require(model);
    var effort = model.localInference().orElseThrow().effort();
    return rows.count() * (2L * samples + (long) effort.steps() * effort.samples());
  }

  private static void require(Model model) {
    if (!model.has(Head.LOCAL_LOG_WEIGHT)) {
      throw new UserException(
          "Gaps of inference are of models with an encoder, this one has none. Ask a VAE.");
    }
  }

  /** Means and standard errors over the rows; differences are taken row by row. */
  public Map<String, Metric> metrics() {
    var metrics = new LinkedHashMap<String, Metric>();
    metrics.put(exact ? "log_likelihood" : "iwae_bound", Metric.of(logLikelihood));
    metrics.put("local_elbo", Metric.of(local));
    metrics.put("amortised_elbo", Metric.of(amortised));
    metrics.put("approximation_gap", Metric.of(difference(logLikelihood, local)));
    metrics.put("amortisation_gap", Metric.of(difference(local, amortised)));
    return metrics;
  }

  private static double[] difference(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
  }
}
