package org.latentzoo.network;

import java.util.List;
import java.util.stream.IntStream;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.latentzoo.nativebuild.Release;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;

/**
 * The conditioner of a flow's layer over images: residual blocks of convolutions that keep the side
 * (He et al. 2016, activations first), {@code [B, M s^2 + C] -> [B, M' s^2]}.
 *
 * <pre>
 *   h_0     = [x, c] * W_in + b_in                            [B, n, s, s]
 *   h_{i+1} = h_i + a(a(h_i) * W_i + b_i) * W'_i + b'_i       [B, n, s, s]
 *   y       = a(h_k) * W_out + b_out                          [B, M', s, s]
 * </pre>
 *
 * <p>A row is {@code [x, c]}: the M maps of an image one after the other, then its context, each
 * number of which is one more map. Kernels are 3 x 3, but W' is 1 x 1. The parameters are {@code
 * in.W [3, 3, M + C, n]}, {@code in.b}, {@code 0.a.W [3, 3, n, n]}, {@code 0.a.b}, {@code 0.b.W [1,
 * 1, n, n]}, {@code 0.b.b}, ..., {@code out.W [3, 3, n, M']}, {@code out.b}; outputs start near 0,
 * as those of {@link Mlp#conditioner}.
 */
public final class ConvConditioner implements Network {
  /**
   * What the network reads.
   *
   * @param maps M
   * @param side s
   * @param context C, may be 0
   */
  public record Input(int maps, int side, int context) {
    /** The columns of x, M s^2. */
    public int columns() {
      return Images.columns(maps, side);
    }
  }

  /** A convolution that keeps the side. */
  private record Layer(SDVariable weight, SDVariable bias) {
    static Layer create(Graph graph, int kernel, int from, int to, double gain) {
      long area = (long) kernel * kernel;
      var initial = Initializer.glorot(gain, area * from, area * to);
      return new Layer(
          graph.parameter("W", initial, kernel, kernel, from, to),
          graph.parameter("b", Initializer.constant(0), to));
    }

    SDVariable apply(SDVariable h) {
      long kernel = weight.getShape()[0];
      var config =
          Release.same(Conv2DConfig.builder())
              .kH(kernel)
              .kW(kernel)
              .dataFormat(Conv2DConfig.NCHW)
              .build();
      return h.getSameDiff().cnn().conv2d(h, weight, bias, config);
    }
  }

  private record Block(Layer first, Layer second) {
    static Block create(Graph graph, int maps, double gain) {
      return new Block(
          graph.in("a", () -> Layer.create(graph, 3, maps, maps, gain)),
          graph.in("b", () -> Layer.create(graph, 1, maps, maps, 1)));
    }

    SDVariable apply(SDVariable h, Activation activation) {
      return h.add(second.apply(activation.apply(first.apply(activation.apply(h)))));
    }
  }

  private final Input input;
  private final Layer in;
  private final List<Block> blocks;
  private final Layer out;
  private final Activation activation;
  private final int columns;

  private ConvConditioner(
      Input input, Layer in, List<Block> blocks, Layer out, Activation activation, int columns) {
    this.input = input;
    this.in = in;
    this.blocks = List.copyOf(blocks);
    this.out = out;
    this.activation = activation;
    this.columns = columns;
  }

  /**
   * Makes the network's parameters.
   *
   * @param channels n
   * @param blocks k, may be 0
   * @param maps M'
   */
  public static ConvConditioner create(
      Graph graph, Input input, int channels, int blocks, Activation activation, int maps) {
    int read = input.maps() + input.context();
    return new ConvConditioner(
        input,
        graph.in("in", () -> Layer.create(graph, 3, read, channels, 1)),
        IntStream.range(0, blocks)
            .mapToObj(i -> graph.in("" + i, () -> Block.create(graph, channels, activation.gain())))
            .toList(),
        graph.in("out", () -> Layer.create(graph, 3, channels, maps, Mlp.NEAR_ZERO)),
        activation,
        Images.columns(maps, input.side()));
  }

  @Override
  public SDVariable apply(SDVariable rows) {
    var h = in.apply(images(rows));
    for (var block : blocks) {
      h = block.apply(h, activation);
    }
    return out.apply(activation.apply(h)).reshape(-1, columns);
  }

  /** x and c as maps, {@code [B, M + C, s, s]}. */
  private SDVariable images(SDVariable rows) {
    int side = input.side();
    if (input.context() == 0) {
      return rows.reshape(-1, input.maps(), side, side);
    }
    var sd = rows.getSameDiff();
    var x = sd.slice(rows, new int[] {0, 0}, -1, input.columns());
    var c = sd.slice(rows, new int[] {0, input.columns()}, -1, input.context());
    var maps = sd.tile(c.reshape(-1, input.context(), 1, 1), 1, 1, side, side);
    return sd.concat(1, x.reshape(-1, input.maps(), side, side), maps);
  }
}
