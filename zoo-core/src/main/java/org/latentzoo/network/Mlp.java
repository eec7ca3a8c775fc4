package org.latentzoo.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * h_{i+1} = a(h_i W_i + b_i), the last layer linear: {@code [B, in] -> [B, out]}. Its parameters
 * are {@code 0.W [in, n_1]}, {@code 0.b [n_1]}, {@code 1.W}, ... in the scope it is made in.
 * Weights start from Glorot's uniform law, biases from 0.
 */
public final class Mlp implements Network {
  /** A gain that starts outputs near 0 and leaves every gradient alive. */
  static final double NEAR_ZERO = 0.01;

  private record Layer(SDVariable weight, SDVariable bias) {}

  private final List<Layer> layers;
  private final Activation activation;

  private Mlp(List<Layer> layers, Activation activation) {
    this.layers = List.copyOf(layers);
    this.activation = activation;
  }

  public static Mlp create(
      Graph graph, int in, List<Integer> hidden, Activation activation, int out) {
    return create(graph, in, hidden, activation, out, 1);
  }

  /** With the gain of what follows the last layer. */
  static Mlp create(
      Graph graph, int in, List<Integer> hidden, Activation activation, int out, double gain) {
    return create(graph, in, hidden, activation, out, gain, fanIn -> Initializer.constant(0));
  }

  /**
   * The conditioner of a flow's layer: its outputs start near 0, and the hidden biases from U(-a,
   * a), a = 1 / sqrt(in), so that units of one or two inputs have their kinks at different places.
   */
  public static Mlp conditioner(
      Graph graph, int in, List<Integer> hidden, Activation activation, int out) {
    return create(graph, in, hidden, activation, out, NEAR_ZERO, Mlp::spread);
  }

  /** The law of hidden biases that spreads kinks. */
  static Initializer spread(long in) {
    return Initializer.uniform(1 / Math.sqrt(in));
  }

  private static Mlp create(
      Graph graph,
      int in,
      List<Integer> hidden,
      Activation activation,
      int out,
      double gain,
      LongFunction<Initializer> biases) {
    var sizes = new ArrayList<Integer>();
    sizes.add(in);
    sizes.addAll(hidden);
    sizes.add(out);
    var layers = new ArrayList<Layer>();
    for (int i = 0; i + 1 < sizes.size(); i++) {
      int from = sizes.get(i);
      int to = sizes.get(i + 1);
      boolean last = i + 2 == sizes.size();
      var weight = Initializer.glorot(last ? gain : activation.gain(), from, to);
      var bias = last ? Initializer.constant(0) : biases.apply(from);
      layers.add(
          graph.in(
              String.valueOf(i),
              () ->
                  new Layer(
                      graph.parameter("W", weight, from, to), graph.parameter("b", bias, to))));
    }
    return new Mlp(layers, activation);
  }

  @Override
  public SDVariable apply(SDVariable rows) {
    var h = rows;
    for (int i = 0; i < layers.size(); i++) {
      h = h.mmul(layers.get(i).weight()).add(layers.get(i).bias());
      h = i + 1 < layers.size() ? activation.apply(h) : h;
    }
    return h;
  }
}
