package org.latentzoo.bijector;

import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * z = x + u for whole numbers x and noise u ~ U(0, 1) of density 1 (Theis, van den Oord and Bethge
 * 2016): log P(x) = log E_u p(x + u) &gt;= E_u log p(x + u).
 *
 * @param noise u, {@code [B, D]}
 */
public record Dequantization(SDVariable noise) implements Bijector {
  @Override
  public Mapped forward(SDVariable x, @Nullable SDVariable context) {
    return Mapped.keepingVolume(x.add(noise));
  }

  @Override
  public Mapped inverse(SDVariable z, @Nullable SDVariable context) {
    return Mapped.keepingVolume(z.sub(noise));
  }
}
