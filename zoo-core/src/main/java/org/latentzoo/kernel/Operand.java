package org.latentzoo.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An array that repeats along axes of a larger one, read in the larger one's c order. */
final class Operand {
  private final FloatBuffer floats;
  private final Broadcast axes;

  private Operand(INDArray array, Broadcast axes) {
    this.floats = Buffers.floats(array);
    this.axes = axes;
  }

  /** Whether {@code array} holds floats in c order without gaps. */
  static boolean isPlain(INDArray array) {
    return array.dataType() == DataType.FLOAT
        && array.length() > 0
        && array.length() <= Integer.MAX_VALUE
        && array.ordering() == 'c'
        && Arrays.equals(array.stride(), ArrayUtil.calcStrides(array.shape()));
  }

  /** {@code array}, taken for one of shape {@code own}, as it is read in {@code shape}. */
  static Operand of(INDArray array, long[] own, long[] shape) {
    return new Operand(array, Broadcast.of(own, shape).orElseThrow());
  }

  /** Whether all elements are one. */
  boolean isScalar() {
    return !axes.varies() && floats.capacity() == 1;
  }

  /** Reads elements {@code start} to {@code start + n} of the larger array. */
  void read(int start, float[] to, int n) {
    int inner = axes.inner();
    int period = axes.isOneRow() ? inner : n;
    int done = 0;
    while (done < Math.min(n, period)) {
      int run = (start + done) / inner;
      int within = (start + done) % inner;
      int length = Math.min(inner - within, Math.min(n, period) - done);
      int base =
          run / axes.middle() * axes.outerStride() + run % axes.middle() * axes.middleStride();
      if (axes.varies()) {
        floats.get(base + within, to, done, length);
      } else {
        Arrays.fill(to, done, done + length, floats.get(base));
      }
      done += length;
    }
    while (done < n) {
      int more = Math.min(done, n - done);
      System.arraycopy(to, 0, to, done, more);
      done += more;
    }
  }
}
