package org.latentzoo.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.latentzoo.kernel.Buffers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Buffers for intermediate values: one that is given back serves the next value that fits. */
final class Arena {
  private final List<INDArray> free = new ArrayList<>();
  private long bytes;

  /** A buffer's view in the shape asked for, and the buffer itself to give back later. */
  record Lease(INDArray array, INDArray buffer) {}

  /**
   * Memory for a value.
   *
   * @param isOutput whether it is read from outside: a card hands out a buffer as a whole, so that
   *     it gets none that is larger
   */
  Lease take(DataType dtype, long[] shape, boolean isOutput) {
    long length = Math.max(1, Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    var fit =
        free.stream()
            .filter(b -> b.dataType() == dtype && b.length() >= length)
            .filter(b -> !isOutput || b.length() == length)
            .min(Comparator.comparingLong(INDArray::length));
    fit.ifPresent(free::remove);
    var buffer = fit.orElseGet(() -> allocate(dtype, length));
    return new Lease(Buffers.view(buffer, 0, shape), buffer);
  }

  void giveBack(Lease lease) {
    free.add(lease.buffer());
  }

  /** Bytes allocated so far. */
  long bytes() {
    return bytes;
  }

  private INDArray allocate(DataType dtype, long length) {
    bytes += length * dtype.width();
    return Nd4j.createUninitialized(dtype, length);
  }
}
