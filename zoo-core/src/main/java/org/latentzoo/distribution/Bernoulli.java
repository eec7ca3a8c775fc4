package org.latentzoo.distribution;

import static org.latentzoo.graph.Maths.below;
import static org.latentzoo.graph.Maths.softplus;
import static org.latentzoo.graph.Maths.sumLast;

import org.latentzoo.graph.Noise;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * log Bernoulli(x; sigmoid(l)) = sum_i [l_i x_i - softplus(l_i)], finite for any logit.
 *
 * @param logits l, {@code [B, D]}
 */
public record Bernoulli(SDVariable logits) implements DiscretePosterior {
  @Override
  public SDVariable logProb(SDVariable x) {
    return sumLast(logits.mul(x).sub(softplus(logits)));
  }

  @Override
  public SDVariable mean() {
    return logits.getSameDiff().nn().sigmoid(logits);
  }

  @Override
  public SDVariable variance() {
    return mean().mul(mean().rsub(1));
  }

  /** softplus(l_i) - l_i sigmoid(l_i). */
  @Override
  public SDVariable entropies() {
    return softplus(logits).sub(logits.mul(mean()));
  }

  /** One matrix product; in double, see {@link Pairs#exact}. */
  @Override
  public SDVariable pairwiseLogProb(SDVariable codes) {
    var l = Pairs.exact(logits);
    return Pairs.products(l, Pairs.exact(codes)).sub(Pairs.rows(sumLast(softplus(l))));
  }

  @Override
  public Noise noise() {
    return Noise.UNIFORM;
  }

  /** 1 where u &lt; sigmoid(l). */
  @Override
  public SDVariable sample(SDVariable noise) {
    return below(noise, mean());
  }

  /** sigmoid((l - logit u) / temperature). */
  @Override
  public SDVariable relaxed(SDVariable noise, double temperature) {
    var sd = logits.getSameDiff();
    var logit = sd.math().log(noise).sub(sd.math().log(noise.rsub(1)));
    return sd.nn().sigmoid(logits.sub(logit).mul(1 / temperature));
  }
}
