package org.latentzoo.eval;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.latentzoo.data.Rows;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;

/**
 * mean_n KL(q(z_u | x_n) || p(z_u)) of each unit u, in nats, where that is what the KL of codes is
 * the sum of: for independent normal units under N(0, I),
 *
 * <pre>KL_u = 1/2 (mu_u^2 + sigma_u^2 - 1 - log sigma_u^2)</pre>
 *
 * and for independent bits under uniform ones, log 2 less the entropy of q(z_u | x).
 */
public final class UnitDivergences {
  /** How near the sum has to be to the KL of whole codes, which float computed. */
  private static final double CLOSE = 1e-3;

  private UnitDivergences() {}

  /**
   * The divergences, {@code [K]}; empty where neither law makes them sum to the model's own KL: its
   * posterior or its prior is another one then.
   *
   * @param rows without missing cells, at least one
   */
  public static Optional<double[]> of(Evaluator evaluator, Model model, Rows rows) {
    if (!model.has(Head.KL) || !model.has(Head.POSTERIOR_VARIANCE)) {
      return Optional.empty();
    }
    double whole = evaluator.mean(rows, Head.KL);
    var means = evaluator.answer(rows, Head.POSTERIOR_MEAN).toDoubleMatrix();
    var variances = evaluator.answer(rows, Head.POSTERIOR_VARIANCE).toDoubleMatrix();
    var normal = average(means, variances, UnitDivergences::normal);
    return isSum(normal, whole)
        ? Optional.of(normal)
        : Optional.of(average(means, variances, (p, variance) -> bit(p)))
            .filter(bits -> isSum(bits, whole));
  }

  /** KL(N(mu, sigma^2) || N(0, 1)). */
  static double normal(double mean, double variance) {
    return (mean * mean + variance - 1 - Math.log(variance)) / 2;
  }

  /** KL(Bernoulli(p) || Bernoulli(1/2)). */
  static double bit(double p) {
    return term(p) + term(1 - p);
  }

  private static double term(double p) {
    return p == 0 ? 0 : p * Math.log(2 * p);
  }

  private interface Divergence {
    double of(double mean, double variance);
  }

  private static double[] average(double[][] means, double[][] variances, Divergence kl) {
    return IntStream.range(0, means[0].length)
        .mapToDouble(
            u ->
                IntStream.range(0, means.length)
                    .mapToDouble(n -> kl.of(means[n][u], variances[n][u]))
                    .average()
                    .orElseThrow())
        .toArray();
  }

  private static boolean isSum(double[] units, double whole) {
    double sum = Arrays.stream(units).sum();
    return Math.abs(sum - whole) <= CLOSE * Math.max(1e-3, Math.abs(whole));
  }
}
