package org.latentzoo.network;

import java.util.ArrayList;
import java.util.List;
import org.latentzoo.graph.Graph;
import org.latentzoo.network.Images.Filter;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;

/**
 * An MLP, then transposed convolutions that double an image up to its full side, the last one
 * linear: {@code [B, in] -> [B, M D]}.
 *
 * <pre>
 *   h_n = a(mlp(z))                      [B, n_n, s_n, s_n]
 *   h_i = a(h_{i+1} *^T W_i + b_i)       [B, n_i, s_i, s_i], s_{i+1} = ceil(s_i / 2)
 *   y   = h_1 *^T W_0 + b_0              [B, M, s, s], D = s^2
 * </pre>
 *
 * <p>*^T is the adjoint of {@link ConvEncoder}'s convolution with the same kernel. A row of y holds
 * the M maps one after the other, as {@link NormalNetwork} reads means and log-variances. The
 * parameters are those of the MLP, {@code dense.0.W}, ..., and in order of use {@code deconv.0.W
 * [4, 4, n_{n-1}, n_n]}, {@code deconv.0.b [n_{n-1}]}, {@code deconv.1.W}, ...; they start as the
 * MLP's do.
 */
public final class ConvDecoder implements Network {
  private static final DeConv2DConfig DOUBLING =
      DeConv2DConfig.builder()
          .kH(Images.KERNEL)
          .kW(Images.KERNEL)
          .sH(Images.STRIDE)
          .sW(Images.STRIDE)
          .pH((Images.KERNEL - Images.STRIDE) / 2)
          .pW((Images.KERNEL - Images.STRIDE) / 2)
          .dataFormat(DeConv2DConfig.NCHW)
          .build();

  /**
   * Transposed convolution from {@code maps} images of {@code small} pixels a side to {@code
   * large}.
   */
  private record Layer(Filter filter, int maps, int small, int large) {
    /** Without its bias: the op is twice as slow with it. */
    SDVariable apply(SDVariable h) {
      var sd = h.getSameDiff();
      var doubled = sd.cnn().deconv2d(h, filter.weight(), DOUBLING);
      boolean fits = Images.STRIDE * small == large;
      var image = fits ? doubled : sd.slice(doubled, new int[4], -1, -1, large, large);
      return sd.nn().biasAdd(image, filter.bias(), true);
    }
  }

  private final Mlp dense;
  private final Activation activation;
  private final List<Layer> layers;
  private final int columns;

  private ConvDecoder(Mlp dense, Activation activation, List<Layer> layers, int columns) {
    this.dense = dense;
    this.activation = activation;
    this.layers = List.copyOf(layers);
    this.columns = columns;
  }

  /**
   * Makes the network's parameters.
   *
   * @param in columns of the input, the code and its context
   * @param hidden sizes of the MLP's hidden layers
   * @param channels n_n, ..., n_1: the maps that each transposed convolution reads
   * @param pixels D
   * @param maps M: 1 for logits or means, 2 for means and log-variances
   * @throws org.latentzoo.check.UserException if the pixels make no square, or too small a one
   */
  public static ConvDecoder create(
      Graph graph,
      int in,
      List<Integer> hidden,
      List<Integer> channels,
      Activation activation,
      int pixels,
      int maps) {
    int n = channels.size();
    var sides = Images.sides(pixels, n);
    int features = Images.columns(channels.get(0), sides.get(n));
    var dense =
        graph.in(
            "dense", () -> Mlp.create(graph, in, hidden, activation, features, activation.gain()));
    var layers = new ArrayList<Layer>();
    for (int i = 0; i < n; i++) {
      int from = channels.get(i);
      boolean last = i + 1 == n;
      int to = last ? maps : channels.get(i + 1);
      double gain = last ? 1 : activation.gain();
      var filter = graph.in("deconv." + i, () -> Filter.up(graph, from, to, gain));
      layers.add(new Layer(filter, from, sides.get(n - i), sides.get(n - i - 1)));
    }
    return new ConvDecoder(dense, activation, layers, Images.columns(maps, sides.get(0)));
  }

  @Override
  public SDVariable apply(SDVariable rows) {
    var first = layers.get(0);
    var h = dense.apply(rows).reshape(-1, first.maps(), first.small(), first.small());
    for (var layer : layers) {
      h = layer.apply(activation.apply(h));
    }
    return h.reshape(-1, columns);
  }
}
