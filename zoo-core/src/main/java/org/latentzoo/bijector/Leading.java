package org.latentzoo.bijector;

import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * z_a = f(x_a), z_b = x_b for the first columns a of a row and the others b. A flow of several
 * scales factors out half of the columns at each: they go to the base as they are, and the scales
 * that follow are of the other half (Dinh, Sohl-Dickstein and Bengio 2017).
 *
 * @param part f
 * @param columns how many the first columns are, at least 1
 * @param rest how many the others are, at least 1
 */
public record Leading(Bijector part, int columns, int rest) implements Bijector {
  @Override
  public Mapped forward(SDVariable x, @Nullable SDVariable context) {
    return joined(part.forward(first(x), context), x);
  }

  @Override
  public Mapped inverse(SDVariable z, @Nullable SDVariable context) {
    return joined(part.inverse(first(z), context), z);
  }

  private SDVariable first(SDVariable x) {
    return x.getSameDiff().slice(x, new int[] {0, 0}, -1, columns);
  }

  private Mapped joined(Mapped image, SDVariable x) {
    var sd = x.getSameDiff();
    var others = sd.slice(x, new int[] {0, columns}, -1, rest);
    return new Mapped(sd.concat(1, image.value(), others), image.logDet());
  }
}
