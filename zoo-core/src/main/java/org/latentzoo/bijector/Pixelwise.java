package org.latentzoo.bijector;

import org.jspecify.annotations.Nullable;
import org.latentzoo.graph.Maths;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * z_p = f(x_p) for the channels x_p of each of P pixels, the same f for all: log |det| is the sum
 * of theirs. A row holds the images of its C channels one after the other, {@code [B, C P]}.
 *
 * <p>Of {@link ActNorm} it makes one scale and shift a channel, of {@link InvertibleLinear} a
 * convolution with a kernel of 1 x 1.
 *
 * @param each f, of rows of C columns, that is given no context
 * @param channels C
 * @param pixels P
 */
public record Pixelwise(Bijector each, int channels, int pixels) implements Bijector {
  @Override
  public Mapped forward(SDVariable x, @Nullable SDVariable context) {
    return images(each.forward(pixels(x), null));
  }

  @Override
  public Mapped inverse(SDVariable z, @Nullable SDVariable context) {
    return images(each.inverse(pixels(z), null));
  }

  /** {@code [B, C P] -> [B P, C]}. */
  private SDVariable pixels(SDVariable rows) {
    return swapped(rows.reshape(-1, channels, pixels)).reshape(-1, channels);
  }

  private Mapped images(Mapped image) {
    var rows = swapped(image.value().reshape(-1, pixels, channels));
    return new Mapped(rows.reshape(-1, (long) channels * pixels), sum(image.logDet()));
  }

  /** Of one pixel there is nothing to sum, and a plain SameDiff session would throw. */
  private SDVariable sum(SDVariable logDets) {
    return pixels == 1 ? logDets : Maths.sumLast(logDets.reshape(-1, pixels));
  }

  private static SDVariable swapped(SDVariable x) {
    return x.getSameDiff().permute(x, 0, 2, 1);
  }
}
