package org.latentzoo.gradient;

import org.latentzoo.distribution.DiscretePosterior;
import org.latentzoo.graph.Maths;
import org.latentzoo.graph.Ops;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What is to be raised: the mean over rows of E_{q(z | x)}[r(z)] - KL(q(z | x) || p(z)), with r(z)
 * = log p(x | z) (equations 9 and 17).
 *
 * @param codes what z is
 * @param logits of q(z | x), {@code [B, W]}
 * @param prior p(z)
 * @param reward r
 * @param uniforms that draw z
 */
public record Problem(
    Codes codes, SDVariable logits, Prior prior, Reward reward, Uniforms uniforms) {
  /** r of S codes a row. */
  @FunctionalInterface
  public interface Reward {
    /**
     * Rewards, {@code [B, S]}.
     *
     * @param z {@code [B S, W]}, the codes of a row one after the other
     */
    SDVariable of(SDVariable z, int samples);
  }

  /** The mean over rows of what the prior knows of KL(q(z | x) || p(z)) in closed form. */
  SDVariable divergence() {
    return Maths.batchMean(prior.divergence(logits));
  }

  /** q(z | x) with each row {@code samples} times in succession, {@code [B S, W]}. */
  DiscretePosterior repeated(int samples) {
    return codes.law(samples == 1 ? logits : Ops.repeatRows(logits, samples, codes.width()));
  }
}
