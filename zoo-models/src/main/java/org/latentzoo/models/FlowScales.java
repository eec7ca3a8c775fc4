package org.latentzoo.models;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.latentzoo.bijector.Bijector;
import org.latentzoo.bijector.Chain;
import org.latentzoo.bijector.Coupling;
import org.latentzoo.bijector.Coupling.Half;
import org.latentzoo.bijector.Leading;
import org.latentzoo.bijector.Permutation;
import org.latentzoo.bijector.Pixelwise;
import org.latentzoo.check.UserException;
import org.latentzoo.graph.Graph;
import org.latentzoo.network.ConvConditioner;

/**
 * The layers of a flow over square grey images, at one scale after another (Dinh, Sohl-Dickstein
 * and Bengio 2017, sections 3.4 to 3.6).
 *
 * <pre>
 *   each scale: [C, 2s, 2s] -> squeezed to [4C, s, s]
 *     n couplings, each of one colour of a checkerboard given the other, in turns
 *     n couplings, each of one half of the channels given the other, in turns
 *     [2C, s, s] of it to the next scale, the rest to the base
 * </pre>
 *
 * <p>A colour of the checkerboard is half of the squeezed channels, so that convolutions run over
 * images of s x s alone and see no masked pixel. The parameters of the first scale are {@code
 * 0.colour.0.coupling.in.W}, ..., {@code 0.channel.0.coupling.in.W}, ...; those of the second start
 * with {@code 1}.
 *
 * @param context C of the context that every layer is given, may be 0
 */
record FlowScales(Flow.Config config, Graph graph, int context) {
  /**
   * f_1, f_2, ... of rows of {@code features} columns.
   *
   * @throws UserException if they are no square images whose side each scale can halve
   */
  List<Bijector> create(int features) {
    int scales = config.channels().size();
    int side = (int) Math.round(Math.sqrt(features));
    if ((long) side * side != features || scales > Integer.numberOfTrailingZeros(side)) {
      throw new UserException(
          "A flow of %d scales needs rows that are square images whose side is a multiple of 2^%d, and %d columns are none. Set model.channels to fewer sizes, or to none for dense layers."
              .formatted(scales, scales, features));
    }
    return scale(0, 1, side);
  }

  /** From images {@code [channels, side, side]} on. */
  private List<Bijector> scale(int i, int channels, int side) {
    var image = new ConvConditioner.Input(2 * channels, side / 2, context);
    var parts = new ArrayList<Bijector>();
    parts.add(graph.in(i + ".colour", () -> Permutation.squeezed(graph, channels, side)));
    parts.addAll(graph.in(i + ".colour", () -> couplings(i, image)));
    parts.add(graph.in(i + ".channel", () -> pixelwise(upperAndLower(channels), image)));
    parts.addAll(graph.in(i + ".channel", () -> couplings(i, image)));
    if (i + 1 < config.channels().size()) {
      var next = new Chain(scale(i + 1, 2 * channels, side / 2));
      parts.add(new Leading(next, image.columns(), image.columns()));
    }
    return parts;
  }

  /** From the corners' order in {@link Permutation#squeezed} to the upper ones, then the lower. */
  private Permutation upperAndLower(int channels) {
    return Permutation.of(
        graph,
        IntStream.of(0, 2, 1, 3)
            .flatMap(corner -> IntStream.range(corner * channels, (corner + 1) * channels))
            .boxed()
            .toList());
  }

  private List<Bijector> couplings(int scale, ConvConditioner.Input image) {
    var parts = new ArrayList<Bijector>();
    for (int i = 0; i < config.layers(); i++) {
      var changed = i % 2 == 0 ? Half.SECOND : Half.FIRST;
      graph.in("" + i, () -> parts.addAll(layer(scale, changed, image)));
    }
    return parts;
  }

  private List<Bijector> layer(int scale, Half changed, ConvConditioner.Input image) {
    var law = config.transform().of(image.columns());
    var network =
        graph.in(
            "coupling",
            () ->
                ConvConditioner.create(
                    graph,
                    image,
                    config.channels().get(scale),
                    config.blocks(),
                    config.activation(),
                    law.numbers() * image.maps()));
    var parts = new ArrayList<Bijector>();
    parts.add(new Coupling(changed, 2 * image.columns(), law, network));
    config.mixing().create(graph, 2 * image.maps()).stream()
        .map(mixing -> pixelwise(mixing, image))
        .forEach(parts::add);
    return parts;
  }

  private static Bijector pixelwise(Bijector each, ConvConditioner.Input image) {
    return new Pixelwise(each, 2 * image.maps(), image.side() * image.side());
  }
}
