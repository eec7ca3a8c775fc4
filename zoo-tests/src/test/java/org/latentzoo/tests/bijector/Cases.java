package org.latentzoo.tests.bijector;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.latentzoo.bijector.ActNorm;
import org.latentzoo.bijector.Additive;
import org.latentzoo.bijector.Affine;
import org.latentzoo.bijector.Autoregressive;
import org.latentzoo.bijector.Bijector;
import org.latentzoo.bijector.Chain;
import org.latentzoo.bijector.Coupling;
import org.latentzoo.bijector.Coupling.Half;
import org.latentzoo.bijector.Dequantization;
import org.latentzoo.bijector.Elementwise;
import org.latentzoo.bijector.InvertibleLinear;
import org.latentzoo.bijector.Leading;
import org.latentzoo.bijector.Logit;
import org.latentzoo.bijector.Permutation;
import org.latentzoo.bijector.Pixelwise;
import org.latentzoo.bijector.Spline;
import org.latentzoo.graph.Graph;
import org.latentzoo.network.Activation;
import org.latentzoo.network.ConvConditioner;
import org.latentzoo.network.MaskedMlp;
import org.latentzoo.network.Mlp;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A bijector to be tested: a new one is a line in {@link #all}.
 *
 * @param name what it is
 * @param features D
 * @param context C
 * @param width rows are from U(0, width), or N(0, 1) if it is 0
 * @param create makes it
 */
record Cases(
    String name, int features, int context, double width, Function<Graph, Bijector> create) {
  static final int D = 5;

  static Stream<Cases> all() {
    return Stream.of(
        real(
            "affine coupling of the second half",
            0,
            g -> coupling(g, Half.SECOND, 0, Cases::affine)),
        real(
            "affine coupling of the first half", 0, g -> coupling(g, Half.FIRST, 0, Cases::affine)),
        real("affine coupling given a context", 2, g -> coupling(g, Half.SECOND, 2, Cases::affine)),
        real("additive coupling", 0, g -> coupling(g, Half.SECOND, 0, n -> new Additive())),
        real("spline coupling", 0, g -> coupling(g, Half.FIRST, 0, Cases::spline)),
        real("spline coupling given a context", 1, g -> coupling(g, Half.SECOND, 1, Cases::spline)),
        real("spline of two bins", 0, g -> coupling(g, Half.FIRST, 0, n -> new Spline(2, 1, n))),
        real("affine autoregressive", 0, g -> autoregressive(g, 0, Cases::affine)),
        real("affine autoregressive given a context", 2, g -> autoregressive(g, 2, Cases::affine)),
        real("spline autoregressive", 0, g -> autoregressive(g, 0, Cases::spline)),
        real("activation normalisation", 0, g -> ActNorm.create(g, D)),
        real("invertible linear", 0, g -> InvertibleLinear.create(g, D)),
        real("alternating permutation", 0, g -> Permutation.alternating(g, D)),
        real("reversing permutation", 0, g -> Permutation.reversed(g, D)),
        image("squeezed image of two channels", 8, 0, g -> Permutation.squeezed(g, 2, 2)),
        image("scales of channels", 16, 0, g -> new Pixelwise(ActNorm.create(g, 4), 4, 4)),
        image("mixed channels", 12, 0, g -> new Pixelwise(InvertibleLinear.create(g, 3), 3, 4)),
        image("leading columns", 8, 0, g -> leading(g)),
        image("colours of a checkerboard", 16, 0, g -> colours(g, 0)),
        image("colours given a context", 16, 2, g -> colours(g, 2)),
        image("channels of an image", 16, 0, g -> images(g, Half.FIRST, 4, 2, 0)),
        image("two scales", 16, 0, g -> twoScales(g)),
        new Cases("logit", D, 0, 4, g -> new Logit(4, 0.01)),
        real("dequantisation", 0, Cases::dequantization),
        real("five mixed layers", 0, g -> layers(g, 5)),
        new Cases("two columns", 2, 0, 0, g -> twoColumns(g)));
  }

  /** So many of it, one after another. */
  Cases repeated(int count) {
    return new Cases(
        count + " times " + name,
        features,
        context,
        width,
        g ->
            new Chain(
                IntStream.range(0, count)
                    .mapToObj(i -> g.in("" + i, () -> create.apply(g)))
                    .toList()));
  }

  private static Cases real(String name, int context, Function<Graph, Bijector> create) {
    return new Cases(name, D, context, 0, create);
  }

  private static Cases image(
      String name, int features, int context, Function<Graph, Bijector> create) {
    return new Cases(name, features, context, 0, create);
  }

  private static Elementwise affine(int columns) {
    return new Affine(2);
  }

  private static Elementwise spline(int columns) {
    return new Spline(4, 2, columns);
  }

  private static Bijector coupling(
      Graph graph, Half half, int context, IntFunction<Elementwise> law) {
    return coupling(graph, half, D, context, law);
  }

  private static Bijector coupling(
      Graph graph, Half half, int features, int context, IntFunction<Elementwise> law) {
    var f = law.apply(half.size(features));
    int in = half.other().size(features) + context;
    int out = f.numbers() * half.size(features);
    return new Coupling(
        half, features, f, Mlp.conditioner(graph, in, List.of(6), Activation.TANH, out));
  }

  /** A coupling of half the {@code channels} of images, by convolutions. */
  private static Bijector images(Graph graph, Half half, int channels, int side, int context) {
    var input = new ConvConditioner.Input(channels / 2, side, context);
    var network = ConvConditioner.create(graph, input, 3, 1, Activation.TANH, channels);
    return new Coupling(half, channels * side * side, new Affine(2), network);
  }

  private static Bijector colours(Graph graph, int context) {
    var squeezed = Permutation.squeezed(graph, 1, 4);
    return new Chain(List.of(squeezed, images(graph, Half.SECOND, 4, 2, context)));
  }

  private static Bijector leading(Graph graph) {
    return new Leading(coupling(graph, Half.SECOND, 5, 0, Cases::affine), 5, 3);
  }

  private static Bijector twoScales(Graph graph) {
    var second =
        graph.in(
            "second",
            () ->
                new Chain(
                    List.of(
                        Permutation.squeezed(graph, 2, 2), images(graph, Half.FIRST, 8, 1, 0))));
    return new Chain(
        List.of(graph.in("first", () -> colours(graph, 0)), new Leading(second, 8, 8)));
  }

  private static Bijector autoregressive(Graph graph, int context, IntFunction<Elementwise> law) {
    var f = law.apply(D);
    var network = MaskedMlp.create(graph, D, context, List.of(8, 7), Activation.TANH, f.numbers());
    return new Autoregressive(D, f, network);
  }

  private static Bijector dequantization(Graph graph) {
    var noise = Nd4j.zeros(graph.dtype(), 1, D);
    new NoiseSource(3).uniform(noise, "u");
    return new Dequantization(graph.constant("u", noise));
  }

  /** Couplings with an activation normalisation, a mixing and a permutation among them. */
  static Bijector layers(Graph graph, int count) {
    return new Chain(
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    graph.in(
                        "" + i,
                        () ->
                            switch (i % 8) {
                              case 2 -> ActNorm.create(graph, D);
                              case 4 -> InvertibleLinear.create(graph, D);
                              case 6 -> Permutation.alternating(graph, D);
                              case 7 -> coupling(graph, Half.FIRST, 0, Cases::spline);
                              default ->
                                  coupling(
                                      graph,
                                      i % 2 == 0 ? Half.FIRST : Half.SECOND,
                                      0,
                                      Cases::affine);
                            }))
            .toList());
  }

  private static Bijector twoColumns(Graph graph) {
    return new Chain(
        List.of(
            graph.in("a", () -> coupling(graph, Half.FIRST, 2, 0, Cases::affine)),
            graph.in("b", () -> coupling(graph, Half.SECOND, 2, 0, Cases::spline))));
  }

  @Override
  public String toString() {
    return name;
  }
}
