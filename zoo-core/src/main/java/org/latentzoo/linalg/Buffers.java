package org.latentzoo.linalg;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whole-array copies between Java's heap and ND4J's, and views that keep c order. */
public final class Buffers {
  private Buffers() {}

  /** Copies {@code from} into {@code to}: FLOAT, c order, as many elements. */
  public static void write(float[] from, INDArray to) {
    check(to, DataType.FLOAT, from.length);
    ((FloatPointer) to.data().addressPointer()).put(from, 0, from.length);
  }

  /** Copies {@code from} into {@code to}: DOUBLE, c order, as many elements. */
  public static void write(double[] from, INDArray to) {
    check(to, DataType.DOUBLE, from.length);
    ((DoublePointer) to.data().addressPointer()).put(from, 0, from.length);
  }

  /** Copies {@code from} into {@code to}: DOUBLE, c order, as many elements. */
  public static void read(INDArray from, double[] to) {
    check(from, DataType.DOUBLE, to.length);
    ((DoublePointer) from.data().addressPointer()).get(to, 0, to.length);
  }

  /**
   * A view of {@code vector} from element {@code start} on, in {@code shape} and c order. ({@code
   * get(interval)} gives f order, on which some ops take a path three times slower.)
   */
  public static INDArray view(INDArray vector, long start, long[] shape) {
    var strides = ArrayUtil.calcStrides(shape);
    return Nd4j.create(vector.data(), shape, strides, start, 'c');
  }

  private static void check(INDArray array, DataType dtype, int length) {
    if (array.dataType() != dtype || array.length() != length || array.ordering() != 'c') {
      throw new IllegalArgumentException(
          "Expected a %s array of %d elements in c order, got %s"
              .formatted(dtype, length, array.shapeInfoToString()));
    }
  }
}
