package org.latentzoo.exec;

import java.util.List;
import java.util.Optional;
import org.latentzoo.kernel.Loop;
import org.latentzoo.kernel.Product;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;

/** Products of two matrices of floats. */
final class Products {
  private Products() {}

  /** The step of {@code op} where it is one. */
  static Optional<Step> of(CustomOp op, INDArray[] in, INDArray out) {
    var factors = op.tArgs();
    boolean isProduct = factors.length == 0 || (factors[0] == 1 && factors[1] == 0);
    boolean plain = op.opName().equals("matmul") && in.length == 2 && isProduct;
    if (!plain || !isMatrix(in[0]) || !isMatrix(in[1]) || !isMatrix(out) || flag(op, 2)) {
      return Optional.empty();
    }
    var product = new Product(in[0], flag(op, 0), in[1], flag(op, 1), out);
    return Optional.of(new KernelStep(op.opName(), product::run, List.of(in), List.of(out)));
  }

  private static boolean flag(CustomOp op, int i) {
    return op.iArgs().length > i && op.iArgs()[i] != 0;
  }

  private static boolean isMatrix(INDArray array) {
    return array.rank() == 2 && Loop.takes(array);
  }
}
