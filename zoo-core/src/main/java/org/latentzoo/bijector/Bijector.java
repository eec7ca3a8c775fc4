package org.latentzoo.bijector;

import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/** A bijection of rows, x to z and back, that may depend on a context of each row. */
public interface Bijector {
  /**
   * z = f(x) and log |det dz/dx|.
   *
   * @param x {@code [B, D]}
   * @param context {@code [B, C]}, or null if there is none
   */
  Mapped forward(SDVariable x, @Nullable SDVariable context);

  /**
   * x = f^-1(z) and log |det dx/dz|, minus that of {@link #forward} at x.
   *
   * @param z {@code [B, D]}
   * @param context {@code [B, C]}, or null if there is none
   */
  Mapped inverse(SDVariable z, @Nullable SDVariable context);
}
