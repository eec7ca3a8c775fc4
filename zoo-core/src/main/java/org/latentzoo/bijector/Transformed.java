package org.latentzoo.bijector;

import org.jspecify.annotations.Nullable;
import org.latentzoo.distribution.Density;
import org.latentzoo.graph.Noise;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A normalising flow: x = f^-1(z), z ~ base, so that log p(x) = log p(z = f(x)) + log |det df/dx|
 * (equation 26). Density, code and sample are exact.
 *
 * @param base p(z)
 * @param bijector f
 * @param context what f is given of each row, {@code [B, C]}, or null
 */
public record Transformed(Density base, Bijector bijector, @Nullable SDVariable context)
    implements Density {
  @Override
  public SDVariable logProb(SDVariable x) {
    var image = bijector.forward(x, context);
    return base.logProb(image.value()).add(image.logDet());
  }

  @Override
  public Noise noise() {
    return base.noise();
  }

  @Override
  public SDVariable sample(SDVariable noise) {
    return bijector.inverse(base.sample(noise), context).value();
  }
}
