package org.latentzoo.gradient;

import java.util.Optional;
import org.latentzoo.graph.Maths;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * For L_S = E[log 1/S sum_s w_s], w = p(x, z) / q(z | x), in place of the ELBO: a_s = L_S - L_S
 * with the geometric mean of the other weights in the place of w_s (Mnih and Rezende 2016).
 *
 * @param samples S, at least 2
 */
public record Vimco(int samples) implements GradientEstimator {
  @Override
  public Estimate of(Problem problem) {
    var drawn = Samples.of(problem, samples);
    var logW = drawn.logWeight();
    var total = Maths.logSumExpLast(logW);
    var advantage = total.reshape(-1, 1).sub(Maths.logSumExpLast(withoutEach(logW)));
    var score = Maths.sumLast(Samples.fixed(advantage).mul(drawn.logQ()));
    var reconstruction = drawn.reconstructions().mean();
    return new Estimate(
        reconstruction,
        reconstruction.sub(logW.mean()),
        Maths.batchMean(total).neg().add(Math.log(samples)),
        Maths.batchMean(total.add(score)).neg(),
        Optional.empty());
  }

  /** {@code [B, S, S]}: line s has the mean of the other log-weights in the place of log w_s. */
  private SDVariable withoutEach(SDVariable logW) {
    var sd = logW.getSameDiff();
    var identity = Nd4j.eye(samples).castTo(logW.dataType()).reshape(1, samples, samples);
    var own = sd.constant(identity);
    var others = sd.constant(identity.rsub(1));
    var mean = logW.sum(true, 1).sub(logW).mul(1.0 / (samples - 1));
    return logW.reshape(-1, 1, samples).mul(others).add(mean.reshape(-1, samples, 1).mul(own));
  }
}
