package org.latentzoo.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.latentzoo.data.Preprocessing;
import org.latentzoo.data.Rows;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.Model;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model's answers for each row, in the units of the rows as given, a batch at a time. */
final class Answers {
  private final Batched batched;
  private final Preprocessing preprocessing;
  private final NoiseSource noise;
  private final double logDet;

  Answers(Batched batched, Preprocessing preprocessing, NoiseSource noise) {
    this.batched = batched;
    this.preprocessing = preprocessing;
    this.noise = noise;
    this.logDet = preprocessing.logDet();
  }

  /** One number a row for each of {@code heads}. */
  Map<Head, double[]> perRow(Rows rows, List<Head> heads) {
    var values = new EnumMap<Head, double[]>(Head.class);
    heads.forEach(head -> values.put(head, new double[Math.toIntExact(rows.count())]));
    batched.each(
        rows,
        heads,
        (start, inference) -> {
          run(inference, start);
          var x = inference.execution().input(Model.DATA);
          values.forEach(
              (head, all) -> {
                var answer = inference.answer(head).toDoubleVector();
                copy(asGiven(head, answer, x), all, start);
              });
        });
    return values;
  }

  /** log p(x), or of the observed cells where some are missing. */
  double[] logLikelihood(Rows rows) {
    var head = rows.isComplete() ? Head.LOG_LIKELIHOOD : Head.OBSERVED_LOG_LIKELIHOOD;
    return perRow(rows, List.of(head)).get(head);
  }

  /** The importance-weighted bound of each row, see {@link ImportanceSampler#bound}. */
  double[] bound(Rows rows, int samples) {
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
  double[][] expectation(Rows rows, int samples, UnaryOperator<INDArray> f) {
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
  INDArray answer(Rows rows, Head head) {
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
  INDArray inputs(Rows rows) {
    var parts = new ArrayList<INDArray>();
    batched.each(
        rows,
        List.of(),
        (start, inference) -> parts.add(inference.execution().input(Model.DATA).dup('c')));
    return Nd4j.concat(0, parts.toArray(INDArray[]::new));
  }

  /** From a measure of the preprocessed rows {@code x} to that of the rows as given. */
  private double[] asGiven(Head head, double[] values, INDArray x) {
    if (head == Head.OBSERVED_LOG_LIKELIHOOD) {
      var logDets = preprocessing.logDet(x);
      return IntStream.range(0, values.length).mapToDouble(i -> values[i] + logDets[i]).toArray();
    }
    return Arrays.stream(values).map(value -> asGiven(head, value)).toArray();
  }

  /** The same of a row, or a mean over rows, without missing cells. */
  double asGiven(Head head, double value) {
    return switch (head) {
      case KL, LOG_BASE, ENERGY -> value;
      case SQUARED_ERROR -> value * squaredUnit();
      default -> value + logDet;
    };
  }

  /** The name of the squared error: the units are the data's where all columns share one. */
  String squaredError() {
    var key = Head.SQUARED_ERROR.key();
    return preprocessing.unit().isEmpty() ? "standardized_" + key : key;
  }

  /** What a squared error of preprocessed rows is multiplied by. */
  double squaredUnit() {
    double unit = preprocessing.unit().orElse(1);
    return unit * unit;
  }

  private void run(Inference inference, int start) {
    inference.execution().drawNoise(noise, "evaluate", start);
    inference.execution().run();
  }

  private ImportanceSampler sampler(Inference inference, int samples, int start) {
    return new ImportanceSampler(
        inference,
        Head.LOG_WEIGHT,
        samples,
        k -> inference.execution().drawNoise(noise, "importance", start, k));
  }

  /** From a density of preprocessed rows to that of the rows as given. */
  private double[] likelihood(double[] values) {
    return Arrays.stream(values).map(v -> v + logDet).toArray();
  }

  private static void copy(double[] from, double[] to, int start) {
    System.arraycopy(from, 0, to, start, from.length);
  }
}
