package org.latentzoo.bijector;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * f = f_n ... f_2 f_1: log |det df/dx| is the sum of those of the parts, each at its own input.
 *
 * @param parts f_1, f_2, ..., at least one
 */
public record Chain(List<Bijector> parts) implements Bijector {
  public Chain {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a chain of no bijectors");
    }
  }

  @Override
  public Mapped forward(SDVariable x, @Nullable SDVariable context) {
    var image = parts.get(0).forward(x, context);
    for (var part : parts.subList(1, parts.size())) {
      image = after(image, part.forward(image.value(), context));
    }
    return image;
  }

  @Override
  public Mapped inverse(SDVariable z, @Nullable SDVariable context) {
    int last = parts.size() - 1;
    var image = parts.get(last).inverse(z, context);
    for (int i = last - 1; i >= 0; i--) {
      image = after(image, parts.get(i).inverse(image.value(), context));
    }
    return image;
  }

  private static Mapped after(Mapped before, Mapped next) {
    return new Mapped(next.value(), before.logDet().add(next.logDet()));
  }
}
