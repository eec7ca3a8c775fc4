package org.latentzoo.bijector;

import org.jspecify.annotations.Nullable;
import org.latentzoo.network.Network;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * z_a = x_a, z_b = f(x_b; g(x_a, c)) for two halves a and b of a row (Dinh et al. 2015): the
 * Jacobian is triangular, and the inverse is as cheap as the map.
 *
 * <p>With a {@link Permutation} before it, the halves are any two sets of columns: alternating
 * ones, or the two colours of a checkerboard.
 */
public final class Coupling implements Bijector {
  /** Which half is changed; the first has the odd column. */
  public enum Half {
    FIRST,
    SECOND;

    /** How many of {@code features} columns it has. */
    public int size(int features) {
      return this == FIRST ? (features + 1) / 2 : features / 2;
    }

    /** The other half. */
    public Half other() {
      return this == FIRST ? SECOND : FIRST;
    }

    private SDVariable of(SDVariable x, int features) {
      int start = this == FIRST ? 0 : FIRST.size(features);
      return x.getSameDiff().slice(x, new int[] {0, start}, -1, size(features));
    }
  }

  private final Half changed;
  private final int features;
  private final Elementwise law;
  private final Network network;

  /**
   * @param changed b
   * @param features D, at least 2
   * @param law f
   * @param network g, from {@code [x_a, c]} to {@code law.numbers()} numbers a column of b
   */
  public Coupling(Half changed, int features, Elementwise law, Network network) {
    this.changed = changed;
    this.features = features;
    this.law = law;
    this.network = network;
  }

  @Override
  public Mapped forward(SDVariable x, @Nullable SDVariable context) {
    var given = changed.other().of(x, features);
    return joined(given, law.forward(changed.of(x, features), numbers(given, context)));
  }

  @Override
  public Mapped inverse(SDVariable z, @Nullable SDVariable context) {
    var given = changed.other().of(z, features);
    return joined(given, law.inverse(changed.of(z, features), numbers(given, context)));
  }

  private SDVariable numbers(SDVariable given, @Nullable SDVariable context) {
    return network.apply(context == null ? given : given.getSameDiff().concat(1, given, context));
  }

  private Mapped joined(SDVariable given, Mapped half) {
    var sd = given.getSameDiff();
    var value =
        changed == Half.SECOND
            ? sd.concat(1, given, half.value())
            : sd.concat(1, half.value(), given);
    return new Mapped(value, half.logDet());
  }
}
