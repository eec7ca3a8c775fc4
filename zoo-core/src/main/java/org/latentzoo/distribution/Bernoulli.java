package org.latentzoo.distribution;

import static org.latentzoo.graph.Maths.softplus;
import static org.latentzoo.graph.Maths.sumLast;

import org.latentzoo.graph.Noise;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * log Bernoulli(x; sigmoid(l)) = sum_i [l_i x_i - softplus(l_i)], finite for any logit.
 *
 * @param logits l, {@code [B, D]}
 */
public record Bernoulli(SDVariable logits) implements Distribution {
  @Override
  public SDVariable logProb(SDVariable x) {
    return sumLast(logits.mul(x).sub(softplus(logits)));
  }

  @Override
  public SDVariable mean() {
    return logits.getSameDiff().nn().sigmoid(logits);
  }

  /** sum_i [softplus(l_i) - l_i sigmoid(l_i)]. */
  @Override
  public SDVariable entropy() {
    return sumLast(softplus(logits).sub(logits.mul(mean())));
  }

  @Override
  public Noise noise() {
    return Noise.UNIFORM;
  }

  /** 1 where u &lt; sigmoid(l). */
  @Override
  public SDVariable sample(SDVariable noise) {
    return noise.lt(mean()).castTo(logits.dataType());
  }
}
