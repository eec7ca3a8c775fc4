package org.latentzoo.network;

import org.latentzoo.distribution.Distribution;
import org.nd4j.autodiff.samediff.SDVariable;

/** A distribution given a context: q(z | x), p(x | z), p(z | y). */
@FunctionalInterface
public interface Conditional<D extends Distribution> {
  /** The distribution of each row, given that row's context {@code [B, C]}. */
  D given(SDVariable context);
}
