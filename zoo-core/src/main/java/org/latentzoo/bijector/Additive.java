package org.latentzoo.bijector;

import org.nd4j.autodiff.samediff.SDVariable;

/** z = x + t: the number of a column is t. Volumes stay as they are (Dinh et al. 2015, NICE). */
public record Additive() implements Elementwise {
  @Override
  public int numbers() {
    return 1;
  }

  @Override
  public Mapped forward(SDVariable x, SDVariable numbers) {
    return Mapped.keepingVolume(x.add(numbers));
  }

  @Override
  public Mapped inverse(SDVariable z, SDVariable numbers) {
    return Mapped.keepingVolume(z.sub(numbers));
  }
}
