package org.latentzoo.exec;

import java.util.Optional;
import java.util.stream.Stream;
import org.latentzoo.kernel.Loop;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;

/** Products of two matrices of floats. */
final class Products {
  private Products() {}

  /** Makes something of C = A B, either factor transposed first or not. */
  @FunctionalInterface
  interface Maker<W> {
    W of(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray c);
  }

  /**
   * What {@code maker} makes of {@code op} where it is one.
   *
   * @param rows whether A and C may be vectors, which are rows: as in sums over a batch, the
   *     product of a vector of ones with a matrix
   */
  static <W> Optional<W> of(
      CustomOp op, INDArray[] in, INDArray out, boolean rows, Maker<W> maker) {
    var factors = op.tArgs();
    boolean isProduct = factors.length == 0 || (factors[0] == 1 && factors[1] == 0);
    boolean plain = op.opName().equals("matmul") && in.length == 2 && isProduct && !flag(op, 2);
    return plain
            && isMatrix(in[1])
            && (isMatrix(in[0], out) || (rows && !flag(op, 0) && isRow(in[0], out)))
        ? Optional.of(maker.of(in[0], flag(op, 0), in[1], flag(op, 1), out))
        : Optional.empty();
  }

  private static boolean flag(CustomOp op, int i) {
    return op.iArgs().length > i && op.iArgs()[i] != 0;
  }

  private static boolean isMatrix(INDArray... arrays) {
    return Stream.of(arrays).allMatch(array -> array.rank() == 2 && Loop.takes(array));
  }

  private static boolean isRow(INDArray... arrays) {
    return Stream.of(arrays).allMatch(array -> array.rank() == 1 && Loop.takes(array));
  }
}
