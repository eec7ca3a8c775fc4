package org.latentzoo.bijector;

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

  @Override
  public Mapped forward(SDVariable x, @Nullable SDVariable context) {
    return Mapped.keepingVolume(x.mmul(matrix));
  }

  @Override
  public Mapped inverse(SDVariable z, @Nullable SDVariable context) {
    return Mapped.keepingVolume(z.mmul(z.getSameDiff().transpose(matrix)));
  }
}
