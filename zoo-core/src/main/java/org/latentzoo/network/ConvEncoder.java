package org.latentzoo.network;

import java.util.ArrayList;
import java.util.List;
import org.latentzoo.graph.Graph;
import org.latentzoo.nativebuild.Release;
import org.latentzoo.network.Images.Filter;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;

/**
 * Convolutions that halve a square grey image, then an MLP: {@code [B, D + C] -> [B, out]}.
 *
 * <pre>
 *   h_0     = x                       [B, 1, s, s], D = s^2
 *   h_{i+1} = a(h_i * W_i + b_i)      [B, n_{i+1}, s_{i+1}, s_{i+1}], s_{i+1} = ceil(s_i / 2)
 *   y       = mlp([h_n, c])           [B, out]
 * </pre>
 *
 * <p>A row is {@code [x, c]}; the context c skips the convolutions. The parameters are {@code
 * conv.0.W [4, 4, 1, n_1]}, {@code conv.0.b [n_1]}, {@code conv.1.W}, ..., and those of the MLP,
 * {@code dense.0.W}, ...; they start as the MLP's do.
 */
public final class ConvEncoder implements Network {
  private static final Conv2DConfig HALVING =
      Release.same(Conv2DConfig.builder())
          .kH(Images.KERNEL)
          .kW(Images.KERNEL)
          .sH(Images.STRIDE)
          .sW(Images.STRIDE)
          .dataFormat(Conv2DConfig.NCHW)
          .build();

  /** s, C and the size of h_n in one row. */
  private record Sizes(int side, int context, int features) {
    int pixels() {
      return side * side;
    }
  }

  private final Sizes sizes;
  private final List<Filter> filters;
  private final Activation activation;
  private final Mlp dense;

  private ConvEncoder(Sizes sizes, List<Filter> filters, Activation activation, Mlp dense) {
    this.sizes = sizes;
    this.filters = List.copyOf(filters);
    this.activation = activation;
    this.dense = dense;
  }

  /**
   * Makes the network's parameters.
   *
   * @param pixels D
   * @param context C, may be 0
   * @param channels n_1, n_2, ..., the maps that each convolution makes
   * @param hidden sizes of the MLP's hidden layers
   * @throws org.latentzoo.check.UserException if the pixels make no square, or too small a one
   */
  public static ConvEncoder create(
      Graph graph,
      int pixels,
      int context,
      List<Integer> channels,
      List<Integer> hidden,
      Activation activation,
      int out) {
    var sides = Images.sides(pixels, channels.size());
    var filters = new ArrayList<Filter>();
    int maps = 1;
    for (int to : channels) {
      int from = maps;
      filters.add(
          graph.in(
              "conv." + filters.size(), () -> Filter.down(graph, from, to, activation.gain())));
      maps = to;
    }
    var sizes = new Sizes(sides.get(0), context, Images.columns(maps, sides.get(channels.size())));
    var dense =
        graph.in(
            "dense", () -> Mlp.create(graph, sizes.features() + context, hidden, activation, out));
    return new ConvEncoder(sizes, filters, activation, dense);
  }

  @Override
  public SDVariable apply(SDVariable rows) {
    int pixels = sizes.pixels();
    if (sizes.context() == 0) {
      return dense.apply(features(rows));
    }
    var sd = rows.getSameDiff();
    var image = sd.slice(rows, new int[] {0, 0}, -1, pixels);
    var context = sd.slice(rows, new int[] {0, pixels}, -1, sizes.context());
    return dense.apply(sd.concat(1, features(image), context));
  }

  /** h_n of images {@code [B, D]}, {@code [B, n_n s_n^2]}. */
  private SDVariable features(SDVariable image) {
    var cnn = image.getSameDiff().cnn();
    var h = image.reshape(-1, 1, sizes.side(), sizes.side());
    for (var filter : filters) {
      h = activation.apply(cnn.conv2d(h, filter.weight(), filter.bias(), HALVING));
    }
    return h.reshape(-1, sizes.features());
  }
}
