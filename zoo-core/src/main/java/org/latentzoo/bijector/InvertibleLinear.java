package org.latentzoo.bijector;

import org.jspecify.annotations.Nullable;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.latentzoo.graph.Ops;
import org.latentzoo.nativebuild.Release;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * z = x L U, with ones on the diagonal of the lower triangular L and exp(a_ii) on that of the upper
 * triangular U: log |det| = sum_i a_ii (Kingma and Dhariwal 2018). One matrix A {@code [D, D]}
 * holds both factors' free elements, and A = 0 is the identity; for another order of the columns
 * put a {@link Permutation} before it.
 *
 * @param factors A
 * @param features D
 */
public record InvertibleLinear(SDVariable factors, int features) implements Bijector {
  /** Makes its parameter {@code A [D, D]}. */
  public static InvertibleLinear create(Graph graph, int features) {
    var factors = graph.parameter("A", Initializer.constant(0), features, features);
    return new InvertibleLinear(factors, features);
  }

  @Override
  public Mapped forward(SDVariable x, @Nullable SDVariable context) {
    return Mapped.uniformly(x.mmul(matrix()), logDet());
  }

  @Override
  public Mapped inverse(SDVariable z, @Nullable SDVariable context) {
    return Mapped.uniformly(z.mmul(Ops.inverse(matrix(), features)), logDet().neg());
  }

  /** L U. */
  private SDVariable matrix() {
    var identity = Release.reusable(factors.getSameDiff().constant(triangle(0, 0)));
    var lower = part(triangle(-features, -1)).add(identity);
    var strictlyUpper = part(triangle(1, features));
    return lower.mmul(strictlyUpper.add(scales().mul(identity)));
  }

  private SDVariable scales() {
    return factors.getSameDiff().math().exp(part(triangle(0, 0)));
  }

  private SDVariable logDet() {
    return part(triangle(0, 0)).sum();
  }

  private SDVariable part(INDArray mask) {
    return factors.mul(factors.getSameDiff().constant(mask));
  }

  /** Ones from the {@code lowest} diagonal to the {@code highest}, the main one being 0. */
  private INDArray triangle(int lowest, int highest) {
    var mask = Nd4j.zeros(factors.dataType(), features, features);
    for (int i = 0; i < features; i++) {
      for (int j = 0; j < features; j++) {
        mask.putScalar(i, j, j - i >= lowest && j - i <= highest ? 1 : 0);
      }
    }
    return mask;
  }
}
