package org.latentzoo.linalg;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
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
    doubles(to).put(from, 0, from.length);
  }

  /** The values of {@code from}, DOUBLE, in c order. */
  public static double[] read(INDArray from) {
    var plain = from.dup('c');
    var values = new double[Math.toIntExact(plain.length())];
    doubles(plain).get(values, 0, values.length);
    return values;
  }

  /** Copies {@code from} into {@code to}: DOUBLE, c order, as many elements. */
  public static void read(INDArray from, double[] to) {
    check(from, DataType.DOUBLE, to.length);
    doubles(from).get(to, 0, to.length);
  }

  /**
   * A view of {@code vector} from element {@code start} on, in {@code shape} and c order. ({@code
   * get(interval)} gives f order, on which some ops take a path three times slower.)
   */
  public static INDArray view(INDArray vector, long start, long[] shape) {
    var strides = ArrayUtil.calcStrides(shape);
    return Nd4j.create(vector.data(), shape, strides, start, 'c');
  }

  /**
   * The floats of {@code array} (c order) in their place, up to 2^29 of them; valid as long as the
   * array is held.
   */
  public static FloatBuffer floats(INDArray array) {
    check(array, DataType.FLOAT, Math.toIntExact(array.length()));
    var pointer = new FloatPointer(array.data().addressPointer());
    return pointer.capacity(array.length()).asBuffer();
  }

  /** Where the doubles of {@code array} (c order) begin; valid as long as the array is held. */
  static DoublePointer doubles(INDArray array) {
    check(array, DataType.DOUBLE, Math.toIntExact(array.length()));
    return (DoublePointer) array.data().addressPointer();
  }

  /** Copies {@code from[rows[i]]} to {@code to[i]}: matrices of one type and width, c order. */
  public static void gather(INDArray from, int[] rows, INDArray to) {
    long bytes = from.size(1) * from.dataType().width();
    var source = bytes(from);
    var target = bytes(to);
    for (int i = 0; i < rows.length; i++) {
      copy(source, rows[i] * bytes, target, i * bytes, bytes);
    }
  }

  /** Copies {@code from[i]} to {@code to[rows[i]]}: matrices of one type and width, c order. */
  public static void scatter(INDArray from, int[] rows, INDArray to) {
    long bytes = from.size(1) * from.dataType().width();
    var source = bytes(from);
    var target = bytes(to);
    for (int i = 0; i < rows.length; i++) {
      copy(source, i * bytes, target, rows[i] * bytes, bytes);
    }
  }

  private static BytePointer bytes(INDArray matrix) {
    if (matrix.rank() != 2 || matrix.ordering() != 'c') {
      throw new IllegalArgumentException(
          "Expected a matrix in c order, got " + matrix.shapeInfoToString());
    }
    return new BytePointer(matrix.data().addressPointer());
  }

  private static void copy(BytePointer from, long start, BytePointer to, long at, long bytes) {
    Pointer.memcpy(to.position(at), from.position(start), bytes);
  }

  private static void check(INDArray array, DataType dtype, int length) {
    if (array.dataType() != dtype || array.length() != length || array.ordering() != 'c') {
      throw new IllegalArgumentException(
          "Expected a %s array of %d elements in c order, got %s"
              .formatted(dtype, length, array.shapeInfoToString()));
    }
  }
}
