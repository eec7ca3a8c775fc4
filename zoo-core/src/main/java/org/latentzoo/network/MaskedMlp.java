package org.latentzoo.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An MLP whose outputs for column i see the columns before i alone, and all of the context (Germain
 * et al. 2015, MADE): {@code [B, D + C] -> [B, M D]}, the first number of every column, then all
 * second ones, ...
 *
 * <p>h_{i+1} = a(h_i (W_i * mask_i) + b_i). Column i, from 0, has degree i + 1, a unit of the
 * context 0, and hidden units have the degrees from 1, or with a context from 0, to D - 1 in turn;
 * a weight is masked unless it leads to a degree at least that of its input, in the last layer
 * above it. The parameters are {@code 0.W [D + C, n_1]}, {@code 0.b}, ... and the masks the
 * constants {@code 0.mask}, ...
 */
public final class MaskedMlp implements Network {
  private record Layer(SDVariable weight, SDVariable mask, SDVariable bias) {}

  private final List<Layer> layers;
  private final Activation activation;

  private MaskedMlp(List<Layer> layers, Activation activation) {
    this.layers = List.copyOf(layers);
    this.activation = activation;
  }

  /**
   * Makes the network's parameters, which start as those of {@link Mlp#conditioner}; weights that
   * are masked are 0.
   *
   * @param features D
   * @param context C, may be 0
   * @param numbers M
   */
  public static MaskedMlp create(
      Graph graph,
      int features,
      int context,
      List<Integer> hidden,
      Activation activation,
      int numbers) {
    var degrees = new ArrayList<int[]>();
    degrees.add(inTurn(features + context, i -> i < features ? i + 1 : 0));
    int least = context > 0 || features == 1 ? 0 : 1;
    hidden.forEach(n -> degrees.add(inTurn(n, i -> least + i % (features - least))));
    degrees.add(inTurn(features * numbers, i -> i % features + 1));
    var layers = new ArrayList<Layer>();
    for (int i = 0; i <= hidden.size(); i++) {
      boolean last = i == hidden.size();
      var mask = mask(degrees.get(i), degrees.get(i + 1), last ? 1 : 0);
      double gain = last ? Mlp.NEAR_ZERO : activation.gain();
      var bias = last ? Initializer.constant(0) : Mlp.spread(mask.rows());
      layers.add(graph.in(String.valueOf(i), () -> layer(graph, mask, gain, bias)));
    }
    return new MaskedMlp(layers, activation);
  }

  private static int[] inTurn(int n, IntUnaryOperator degree) {
    return IntStream.range(0, n).map(degree).toArray();
  }

  /** 1 where {@code to} is at least {@code by} above {@code from}. */
  private static INDArray mask(int[] from, int[] to, int by) {
    var mask = Nd4j.zeros(from.length, to.length);
    for (int i = 0; i < from.length; i++) {
      for (int j = 0; j < to.length; j++) {
        mask.putScalar(i, j, to[j] >= from[i] + by ? 1 : 0);
      }
    }
    return mask;
  }

  private static Layer layer(Graph graph, INDArray mask, double gain, Initializer bias) {
    long in = mask.rows();
    long out = mask.columns();
    var glorot = Initializer.glorot(gain, in, out);
    Initializer masked =
        (array, source, name) -> {
          glorot.fill(array, source, name);
          array.muli(mask.castTo(array.dataType()));
        };
    return new Layer(
        graph.parameter("W", masked, in, out),
        graph.constant("mask", mask),
        graph.parameter("b", bias, out));
  }

  @Override
  public SDVariable apply(SDVariable rows) {
    var h = rows;
    for (int i = 0; i < layers.size(); i++) {
      var layer = layers.get(i);
      h = h.mmul(layer.weight().mul(layer.mask())).add(layer.bias());
      h = i + 1 < layers.size() ? activation.apply(h) : h;
    }
    return h;
  }
}
