package org.latentzoo.network;

import java.util.List;
import java.util.stream.Stream;
import org.latentzoo.check.UserException;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.nd4j.autodiff.samediff.SDVariable;

/** What convolutions and transposed ones over square images share: kernels, sides, parameters. */
final class Images {
  /**
   * Pixels along a kernel's side: a multiple of the stride, so a transposed convolution writes to
   * every pixel equally often; and with even sides its padding is 1 all round, which is fast.
   */
  static final int KERNEL = 4;

  /** By how much a convolution divides the side, and a transposed one multiplies it. */
  static final int STRIDE = 2;

  /** A kernel {@code [4, 4, maps of the larger image, maps of the smaller]} and a bias per map. */
  record Filter(SDVariable weight, SDVariable bias) {
    /** From the larger image to the smaller: each output sums 16 pixels, each input reaches 4. */
    static Filter down(Graph graph, int from, int to, double gain) {
      return create(graph, Initializer.glorot(gain, 16L * from, 4L * to), from, to, to);
    }

    /** From the smaller image to the larger: each output sums 4 pixels, each input reaches 16. */
    static Filter up(Graph graph, int from, int to, double gain) {
      return create(graph, Initializer.glorot(gain, 4L * from, 16L * to), to, from, to);
    }

    private static Filter create(Graph graph, Initializer initial, int large, int small, int out) {
      return new Filter(
          graph.parameter("W", initial, KERNEL, KERNEL, large, small),
          graph.parameter("b", Initializer.constant(0), out));
    }
  }

  private Images() {}

  /**
   * The sides of an image that {@code layers} convolutions halve, largest first: s, ceil(s / 2),
   * ...
   *
   * @throws UserException if the pixels make no square, or too small a one
   */
  static List<Integer> sides(int pixels, int layers) {
    int side = (int) Math.round(Math.sqrt(pixels));
    if ((long) side * side != pixels) {
      throw new UserException(
          "Convolutions need rows that are square images, and %d columns are no square. Use an MLP."
              .formatted(pixels));
    }
    var sides = Stream.iterate(side, s -> (s + 1) / STRIDE).limit(layers + 1L).toList();
    if (layers == 0 || sides.get(layers - 1) < STRIDE) {
      throw new UserException(
          "Convolutions must be at least 1 and halve images of at least 2 x 2, and %d do not fit %d x %d. Change their number."
              .formatted(layers, side, side));
    }
    return sides;
  }

  /**
   * The columns of {@code maps} images in one row.
   *
   * @throws UserException if they are more than an array can have
   */
  static int columns(int maps, int side) {
    long columns = (long) maps * side * side;
    if (columns > Integer.MAX_VALUE) {
      throw new UserException(
          "%d channels of %d x %d are %d numbers a row, and there is room for %d. Use fewer channels."
              .formatted(maps, side, side, columns, Integer.MAX_VALUE));
    }
    return (int) columns;
  }
}
