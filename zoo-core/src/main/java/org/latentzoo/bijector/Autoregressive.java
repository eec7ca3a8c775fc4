package org.latentzoo.bijector;

import org.jspecify.annotations.Nullable;
import org.latentzoo.network.Network;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * z_i = f(x_i; g_i(x_1, ..., x_{i-1}, c)) (Papamakarios, Pavlakou and Murray 2017): one pass of the
 * network from x to z, and D passes from z to x, a column each.
 */
public final class Autoregressive implements Bijector {
  private final int features;
  private final Elementwise law;
  private final Network network;

  /**
   * @param features D
   * @param law f
   * @param network g, from {@code [x, c]} to {@code law.numbers()} numbers a column, those of
   *     column i a function of the columns before it; see {@link org.latentzoo.network.MaskedMlp}
   */
  public Autoregressive(int features, Elementwise law, Network network) {
    this.features = features;
    this.law = law;
    this.network = network;
  }

  @Override
  public Mapped forward(SDVariable x, @Nullable SDVariable context) {
    return law.forward(x, numbers(x, context));
  }

  /** After i passes the first i columns are right, whatever they started from. */
  @Override
  public Mapped inverse(SDVariable z, @Nullable SDVariable context) {
    var image = law.inverse(z, numbers(z.mul(0), context));
    for (int i = 1; i < features; i++) {
      image = law.inverse(z, numbers(image.value(), context));
    }
    return image;
  }

  private SDVariable numbers(SDVariable x, @Nullable SDVariable context) {
    return network.apply(context == null ? x : x.getSameDiff().concat(1, x, context));
  }
}
