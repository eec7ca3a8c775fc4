package org.latentzoo.distribution;

import static org.latentzoo.graph.Maths.sumLast;

import org.latentzoo.graph.Noise;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * log Laplace(x; mu, s) = -sum_i [log 2 + log s_i + |x_i - mu_i| / s_i].
 *
 * @param mean mu, {@code [B, D]}
 * @param logScale log s, {@code [B, D]} or a shape that broadcasts to it
 */
public record Laplace(SDVariable mean, SDVariable logScale) implements Posterior {
  @Override
  public SDVariable logProb(SDVariable x) {
    var math = mean.getSameDiff().math();
    var distance = math.abs(x.sub(mean)).mul(math.exp(logScale.neg()));
    return sumLast(distance.add(logScale).add(Math.log(2))).neg();
  }

  /** By broadcasting: holds {@code [B, M, D]} numbers. */
  @Override
  public SDVariable pairwiseLogProb(SDVariable codes) {
    var pairs = new Laplace(Pairs.rows(mean), Pairs.rows(logScale));
    return pairs.logProb(Pairs.codes(codes)).add(Pairs.zeros(mean));
  }

  /** 2 s^2. */
  @Override
  public SDVariable variance() {
    return mean.getSameDiff().math().exp(logScale.mul(2)).mul(2);
  }

  @Override
  public SDVariable entropies() {
    return logScale.add(mean.mul(0)).add(1 + Math.log(2));
  }

  @Override
  public Noise noise() {
    return Noise.UNIFORM;
  }

  /** mu - s sign(v) log(1 - 2 |v|) with v = u - 1/2. */
  @Override
  public SDVariable sample(SDVariable noise) {
    var math = mean.getSameDiff().math();
    var centred = noise.sub(0.5);
    var size = math.log1p(math.abs(centred).mul(-2)).mul(math.sign(centred));
    return mean.sub(math.exp(logScale).mul(size));
  }
}
