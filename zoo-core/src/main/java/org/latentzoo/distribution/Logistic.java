package org.latentzoo.distribution;

import static org.latentzoo.graph.Maths.logSigmoid;
import static org.latentzoo.graph.Maths.sumLast;

import org.latentzoo.graph.Noise;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * log Logistic(x; mu, s) = -sum_i [y_i + log s_i + 2 softplus(-y_i)] with y = (x - mu) / s.
 *
 * @param mean mu, {@code [B, D]}
 * @param logScale log s, {@code [B, D]}
 */
public record Logistic(SDVariable mean, SDVariable logScale) implements Posterior {
  @Override
  public SDVariable logProb(SDVariable x) {
    var y = x.sub(mean).mul(mean.getSameDiff().math().exp(logScale.neg()));
    return sumLast(y.add(logScale).sub(logSigmoid(y).mul(2))).neg();
  }

  /** By broadcasting: holds {@code [B, M, D]} numbers. */
  @Override
  public SDVariable pairwiseLogProb(SDVariable codes) {
    var pairs = new Logistic(Pairs.rows(mean), Pairs.rows(logScale));
    return pairs.logProb(Pairs.codes(codes)).add(Pairs.zeros(mean));
  }

  /** s^2 pi^2 / 3. */
  @Override
  public SDVariable variance() {
    return mean.getSameDiff().math().exp(logScale.mul(2)).mul(Math.PI * Math.PI / 3);
  }

  @Override
  public SDVariable entropies() {
    return logScale.add(2);
  }

  @Override
  public Noise noise() {
    return Noise.UNIFORM;
  }

  /** mu + s log(u / (1 - u)). */
  @Override
  public SDVariable sample(SDVariable noise) {
    var math = mean.getSameDiff().math();
    var logit = math.log(noise).sub(math.log1p(noise.neg()));
    return mean.add(math.exp(logScale).mul(logit));
  }
}
