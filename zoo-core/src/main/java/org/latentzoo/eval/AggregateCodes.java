package org.latentzoo.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Whether codes of rows, all together, follow the prior N(0, I) (equation 24): for models that ask
 * this of them and nothing of each.
 *
 * @param codes a sample of q(z | x_n) for each row, {@code [N, K]}
 * @param prior as many draws of the prior
 */
record AggregateCodes(ModelInstance instance, INDArray codes, INDArray prior) {
  /** The most rows that {@link Evaluator} asks about: work grows with their square. */
  static final int MOST_ROWS = 5000;

  static final int LEAST_ROWS = 3;

  /** Whether {@code model} has such codes. */
  static boolean isDefinedFor(Model model) {
    return model.has(Head.POSTERIOR_SAMPLE) && model.has(Head.PRIOR_SAMPLE) && !model.has(Head.KL);
  }

  static AggregateCodes of(ModelInstance instance, INDArray codes, NoiseSource noise) {
    var prior = codes.ulike();
    noise.normal(prior, "prior codes");
    return new AggregateCodes(instance, codes, prior);
  }

  /**
   * {@code latent_mmd}, {@code latent_ks} (mean over the units) and {@code worst_latent_ks}, and of
   * a model with a critic {@code critic_accuracy}.
   */
  Map<String, Metric> metrics() {
    var metrics = new LinkedHashMap<String, Metric>();
    var z = codes.toDoubleMatrix();
    metrics.put("latent_mmd", LatentDiscrepancy.of(z, prior.toDoubleMatrix()));
    var normality = new Normality(z);
    metrics.put("latent_ks", normality.mean());
    metrics.put("worst_latent_ks", normality.worst());
    if (instance.model().has(Head.CODE_ENERGY)) {
      metrics.put("critic_accuracy", accuracy(energies(prior), energies(codes)));
    }
    return metrics;
  }

  /** How often the energy of a draw of the prior is below that of a code; 1/2 tells nothing. */
  static Metric accuracy(double[] ofPrior, double[] ofCodes) {
    return Metric.of(
        IntStream.range(0, ofPrior.length)
            .mapToDouble(i -> (1 + Math.signum(ofCodes[i] - ofPrior[i])) / 2)
            .toArray());
  }

  private double[] energies(INDArray of) {
    var inference = instance.inference(List.of(Head.CODE_ENERGY), of.rows());
    inference.execution().input(Model.CODES).assign(of);
    inference.execution().run();
    return inference.answer(Head.CODE_ENERGY).toDoubleVector();
  }
}
