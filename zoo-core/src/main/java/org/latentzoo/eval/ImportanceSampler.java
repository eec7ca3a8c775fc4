package org.latentzoo.eval;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.latentzoo.check.UserException;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Importance sampling with q(z | x) as the proposal and w = p(x, z) / q(z | x), for one batch whose
 * rows are already in the inference's input. What does not depend on the noise runs once, and
 * memory does not grow with the number of samples.
 */
public final class ImportanceSampler {
  private final Inference inference;
  private final int samples;
  private final IntConsumer drawNoise;

  private final Head weight;

  /**
   * @param inference answers {@code weight}, and {@link Head#POSTERIOR_SAMPLE} for {@link
   *     #expectation}
   * @param samples K, at least 1
   * @param weight {@link Head#LOG_WEIGHT} or {@link Head#LOCAL_LOG_WEIGHT}
   * @param drawNoise draws the noise of sample k = 0..K-1
   */
  public ImportanceSampler(Inference inference, Head weight, int samples, IntConsumer drawNoise) {
    if (samples < 1) {
      throw new UserException(
          "The number of importance samples must be at least 1, got %d.".formatted(samples)
              + " Ask for more.");
    }
    this.inference = inference;
    this.weight = weight;
    this.samples = samples;
    this.drawNoise = drawNoise;
  }

  /**
   * log 1/K sum_k w_k of each row, a lower bound of log p(x) in nats that tightens with K (Burda,
   * Grosse and Salakhutdinov 2016).
   */
  public double[] bound() {
    return Arrays.stream(weights()).mapToDouble(WeightedMean::logMeanWeight).toArray();
  }

  /** The weights of each row. */
  WeightedMean[] weights() {
    return sample(() -> new double[inference.batch()][0]);
  }

  /**
   * E[F(z) | x] of each row, estimated by sum_k w_k F(z_k) / sum_k w_k (equation 8).
   *
   * @param f maps codes {@code [B, K]} to {@code [B, M]}
   * @return {@code [B][M]}
   */
  public double[][] expectation(UnaryOperator<INDArray> f) {
    var rows = sample(() -> f.apply(inference.answer(Head.POSTERIOR_SAMPLE)).toDoubleMatrix());
    return Arrays.stream(rows).map(WeightedMean::mean).toArray(double[][]::new);
  }

  private WeightedMean[] sample(Supplier<double[][]> values) {
    var rows = new WeightedMean[inference.batch()];
    for (int k = 0; k < samples; k++) {
      drawNoise.accept(k);
      if (k == 0) {
        inference.execution().run();
      } else {
        inference.execution().rerun();
      }
      var logWeights = inference.answer(weight).toDoubleVector();
      var value = values.get();
      for (int i = 0; i < rows.length; i++) {
        rows[i] = k == 0 ? new WeightedMean(value[i].length) : rows[i];
        rows[i].add(logWeights[i], value[i]);
      }
    }
    return rows;
  }
}
