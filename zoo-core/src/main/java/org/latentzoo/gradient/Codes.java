package org.latentzoo.gradient;

import org.latentzoo.distribution.Bernoulli;
import org.latentzoo.distribution.DiscretePosterior;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.distribution.OneHot;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Codes of independent discrete units: bits, {@code [B, K]}, or choices among C, each written as C
 * numbers of which one is 1, {@code [B, K C]}.
 *
 * @param units K
 * @param classes C; 2 means bits
 */
public record Codes(int units, int classes) {
  /** Whether each unit is one bit. */
  public boolean areBits() {
    return classes == 2;
  }

  /** W: the numbers of a code, as many as its logits and as the uniform noise that draws it. */
  public int width() {
    return areBits() ? units : units * classes;
  }

  /** The law of a code given its logits {@code [B, W]}. */
  public DiscretePosterior law(SDVariable logits) {
    return areBits() ? new Bernoulli(logits) : new OneHot(logits, units, classes);
  }

  /** KL(q || p) of each row between the laws of two logits, {@code [B]}. */
  public SDVariable divergence(SDVariable q, SDVariable p) {
    return areBits()
        ? KullbackLeibler.of(new Bernoulli(q), new Bernoulli(p))
        : KullbackLeibler.of(new OneHot(q, units, classes), new OneHot(p, units, classes));
  }

  /** Every code there is, {@code [2^K, K]}, for bits: unit i of code m is bit i of m. */
  public INDArray all() {
    if (!areBits() || units > Enumeration.MOST_UNITS) {
      throw new IllegalArgumentException("too many codes to list: " + this);
    }
    var bits = new double[1 << units][units];
    for (int m = 0; m < bits.length; m++) {
      for (int i = 0; i < units; i++) {
        bits[m][i] = m >> i & 1;
      }
    }
    return Nd4j.createFromArray(bits);
  }
}
