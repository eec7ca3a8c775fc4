package org.latentzoo.bijector;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.latentzoo.graph.Graph;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * z_j = x_{order_j}: another order of the columns, by a product with a constant matrix of zeros and
 * ones, which is exact. (DL4J's gather has no gradient.)
 */
public final class Permutation implements Bijector {
  private final SDVariable matrix;

  private Permutation(SDVariable matrix) {
    this.matrix = matrix;
  }

  /**
   * Any order.
   *
   * @param order the column of x that each column of z is, each once
   */
  public static Permutation of(Graph graph, List<Integer> order) {
    int n = order.size();
    if (order.stream().distinct().filter(i -> i >= 0 && i < n).count() != n) {
      throw new IllegalArgumentException("no permutation: " + order);
    }
    INDArray matrix = Nd4j.zeros(graph.dtype(), n, n);
    IntStream.range(0, n).forEach(j -> matrix.putScalar(order.get(j), j, 1));
    return new Permutation(graph.constant("permutation", matrix));
  }

  /** Columns 0, 2, 4, ..., then 1, 3, 5, ...: the halves are what alternating masks choose. */
  public static Permutation alternating(Graph graph, int features) {
    return of(
        graph,
        IntStream.range(0, features)
            .map(j -> j < (features + 1) / 2 ? 2 * j : 2 * (j - (features + 1) / 2) + 1)
            .boxed()
            .toList());
  }

  /** The columns backwards. */
  public static Permutation reversed(Graph graph, int features) {
    return of(graph, IntStream.range(0, features).map(j -> features - 1 - j).boxed().toList());
  }

  /**
   * Images of 2 s x 2 s become four of s x s, of the pixels that are upper left, lower right, upper
   * right and lower left in squares of 2 x 2: {@code [B, C (2 s)^2] -> [B, 4 C s^2]}, for each of
   * the four all C channels. Either half of the columns is a colour of the checkerboard.
   *
   * @param channels C
   * @param side 2 s
   */
  public static Permutation squeezed(Graph graph, int channels, int side) {
    int half = side / 2;
    var order = new ArrayList<Integer>();
    for (var corner : List.of(0, side + 1, 1, side)) {
      for (int c = 0; c < channels; c++) {
        for (int p = 0; p < half * half; p++) {
          order.add(side * side * c + 2 * side * (p / half) + 2 * (p % half) + corner);
        }
      }
    }
    return of(graph, order);
  }

  @Override
  public Mapped forward(SDVariable x, @Nullable SDVariable context) {
    return Mapped.keepingVolume(x.mmul(matrix));
  }

  @Override
  public Mapped inverse(SDVariable z, @Nullable SDVariable context) {
    return Mapped.keepingVolume(z.mmul(z.getSameDiff().transpose(matrix)));
  }
}
