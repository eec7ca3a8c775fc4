package org.latentzoo.kernel;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An array that repeats along axes of a larger one, read in the larger one's c order. Neighbouring
 * axes of one sort are one, so that there are three at most: those of {@code [B, 1, D]} in {@code
 * [B, K, D]} say.
 */
final class Operand {
  private static final int LEVELS = 3;

  private final FloatBuffer floats;
  private final int middle;
  private final int inner;
  private final int outerStride;
  private final int middleStride;
  private final boolean varies;

  /**
   * @param sizes of the axes, from the outermost
   * @param strides of them in the array, 0 along axes of repetition
   */
  private Operand(INDArray array, int[] sizes, int[] strides) {
    this.floats = Buffers.floats(array);
    this.middle = sizes[1];
    this.inner = sizes[2];
    this.outerStride = strides[0];
    this.middleStride = strides[1];
    this.varies = strides[2] != 0;
  }

  /** Whether {@code array} holds floats in c order without gaps. */
  static boolean isPlain(INDArray array) {
    return array.dataType() == DataType.FLOAT
        && array.length() > 0
        && array.length() <= Integer.MAX_VALUE
        && array.ordering() == 'c'
        && Arrays.equals(array.stride(), ArrayUtil.calcStrides(array.shape()));
  }

  /** Whether an array of shape {@code small} can be read in {@code shape}. */
  static boolean fits(long[] small, long[] shape) {
    return axes(small, shape).isPresent();
  }

  /** {@code array}, taken for one of shape {@code own}, as it is read in {@code shape}. */
  static Operand of(INDArray array, long[] own, long[] shape) {
    var axes = axes(own, shape).orElseThrow();
    return new Operand(array, axes[0], axes[1]);
  }

  private static Optional<int[][]> axes(long[] small, long[] shape) {
    if (small.length > shape.length) {
      return Optional.empty();
    }
    List<int[]> axes = new ArrayList<>();
    int stride = 1;
    for (int i = 1; i <= shape.length; i++) {
      int size = (int) shape[shape.length - i];
      int own = i <= small.length ? (int) small[small.length - i] : 1;
      if (own != 1 && own != size) {
        return Optional.empty();
      }
      if (size == 1) {
        continue;
      }
      var last = axes.isEmpty() ? null : axes.get(axes.size() - 1);
      if (last != null && (last[1] != 0) == (own != 1)) {
        last[0] *= size;
      } else {
        axes.add(new int[] {size, own == 1 ? 0 : stride});
      }
      stride *= own;
    }
    if (axes.size() > LEVELS) {
      return Optional.empty();
    }
    while (axes.size() < LEVELS) {
      axes.add(new int[] {1, 0});
    }
    var sizes = new int[LEVELS];
    var strides = new int[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      sizes[LEVELS - 1 - i] = axes.get(i)[0];
      strides[LEVELS - 1 - i] = axes.get(i)[1];
    }
    return Optional.of(new int[][] {sizes, strides});
  }

  /** Whether all elements are one. */
  boolean isScalar() {
    return !varies && floats.capacity() == 1;
  }

  /** Reads elements {@code start} to {@code start + n} of the larger array. */
  void read(int start, float[] to, int n) {
    boolean rows = varies && outerStride == 0 && middleStride == 0;
    int period = rows ? inner : n;
    int done = 0;
    while (done < Math.min(n, period)) {
      int run = (start + done) / inner;
      int within = (start + done) % inner;
      int length = Math.min(inner - within, Math.min(n, period) - done);
      int base = run / middle * outerStride + run % middle * middleStride;
      if (varies) {
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
