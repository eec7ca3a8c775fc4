package org.latentzoo.loss;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * log w = log p(x | z) + log p(z) - log q(z | x). The mean of w over z ~ q is p(x), so the
 * logarithm of a K-sample mean is a bound that tightens with K (Burda, Grosse and Salakhutdinov
 * 2016), and sums weighted by w estimate E[F(z) | x] (equation 8).
 *
 * @param likelihood log p(x | z), {@code [B]}
 * @param prior log p(z), {@code [B]}
 * @param posterior log q(z | x), {@code [B]}
 */
public record ImportanceWeight(SDVariable likelihood, SDVariable prior, SDVariable posterior) {
  /** log w of each row, {@code [B]}. */
  public SDVariable logarithm() {
    return likelihood.add(prior).sub(posterior);
  }
}
