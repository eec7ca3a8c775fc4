package org.latentzoo.exec;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How many multiplications and additions an op is by its definition, whatever computes it. */
final class Operations {
  private Operations() {}

  /** Those of a product of matrices or a convolution, 0 of any other {@code op}. */
  static long of(String op, List<INDArray> in, List<INDArray> out) {
    return switch (op) {
      case "matmul" -> 2 * in.get(0).length() * columns(in.get(1), out.get(0));
      case "conv2d" -> 2 * out.get(0).length() * weights(in.get(1));
      case "conv2d_bp" -> 4 * in.get(in.size() - 1).length() * weights(in.get(1));
      case "deconv2d" -> 2 * in.get(0).length() * weights(in.get(1));
      case "deconv2d_bp" -> 4 * in.get(0).length() * weights(in.get(1));
      default -> 0;
    };
  }

  private static long columns(INDArray factor, INDArray product) {
    return factor.rank() == 1 ? 1 : product.size(-1);
  }

  /** Of a filter {@code [H, W, C, K]}, those of one of the K. */
  private static long weights(INDArray filter) {
    return filter.length() / filter.size(3);
  }
}
