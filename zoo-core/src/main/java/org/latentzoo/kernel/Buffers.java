package org.latentzoo.kernel;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Whole-array copies between Java's heap and ND4J's memory, and views that keep c order.
 *
 * <p>Every access to the processor's memory by its address is here. Where ND4J computes on a GPU an
 * array has a second copy on the host: it is made current before its address is given out, and
 * whoever wrote there says so.
 */
public final class Buffers {
  /** Bytes of a cache line, and of the widest vector register. */
  private static final int LINE = 64;

  private Buffers() {}

  /**
   * The memory of {@code array} on the host as it is now, from its first element on; valid as long
   * as the array is held. After writing there, call {@link #written}.
   */
  public static BytePointer memory(INDArray array) {
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    return new BytePointer(array.data().addressPointer());
  }

  /** Says that {@link #memory} of {@code array} was changed. */
  public static void written(INDArray array) {
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }

  /**
   * How many bytes there are for arrays: all that this process may take, or all that its card has;
   * {@code Long.MAX_VALUE} for no limit.
   */
  public static long room() {
    if (!Nd4j.getEnvironment().isCPU()) {
      return NativeOpsHolder.getInstance().getDeviceNativeOps().getDeviceTotalMemory(card());
    }
    return Pointer.maxPhysicalBytes() > 0 ? Pointer.maxPhysicalBytes() : Long.MAX_VALUE;
  }

  /** How many bytes of the card are free now. */
  public static long free() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps().getDeviceFreeMemory(card());
  }

  private static int card() {
    return Nd4j.getAffinityManager().getDeviceForCurrentThread();
  }

  /** Copies {@code from} into {@code to}: FLOAT, c order, as many elements. */
  public static void write(float[] from, INDArray to) {
    check(to, DataType.FLOAT, from.length);
    new FloatPointer(memory(to)).put(from, 0, from.length);
    written(to);
  }

  /** Copies {@code from} into {@code to}: DOUBLE, c order, as many elements. */
  public static void write(double[] from, INDArray to) {
    check(to, DataType.DOUBLE, from.length);
    doubles(to).put(from, 0, from.length);
    written(to);
  }

  /** The values of {@code from}, DOUBLE, in c order. */
  public static double[] read(INDArray from) {
    var plain = from.dup('c');
    var values = new double[Math.toIntExact(plain.length())];
    read(plain, values);
    return values;
  }

  /** Copies {@code from} into {@code to}: DOUBLE, c order, as many elements. */
  public static void read(INDArray from, double[] to) {
    check(from, DataType.DOUBLE, to.length);
    doubles(from).get(to, 0, to.length);
  }

  /**
   * A vector of zeros, shape {@code [length]}. Floats of the processor's begin with a cache line,
   * which ND4J's own arrays do not: then half of the loads of whole lines are of two of them.
   */
  public static INDArray zeros(DataType dtype, long length) {
    if (length == 0 || dtype != DataType.FLOAT || !Nd4j.getEnvironment().isCPU()) {
      return Nd4j.zeros(dtype, length);
    }
    var longer = Nd4j.zeros(dtype, length + LINE / dtype.width());
    long bytes = -memory(longer).address() & (LINE - 1);
    return view(longer, bytes / dtype.width(), new long[] {length});
  }

  /**
   * A view of {@code vector} from element {@code start} on, in {@code shape} and c order. ({@code
   * get(interval)} gives f order, on which some ops take a path three times slower.)
   */
  public static INDArray view(INDArray vector, long start, long[] shape) {
    var strides = ArrayUtil.calcStrides(shape);
    return Nd4j.create(vector.data(), shape, strides, vector.offset() + start, 'c');
  }

  /**
   * A view of the rows of {@code matrix} from {@code start} to before {@code end}. ({@code
   * get(interval)} of a view that begins before the place of its own length in its buffer is empty
   * where the rows asked for begin after it.)
   */
  public static INDArray rows(INDArray matrix, long start, long end) {
    long[] shape = {end - start, matrix.size(1)};
    long offset = matrix.offset() + start * matrix.stride(0);
    return Nd4j.create(matrix.data(), shape, matrix.stride(), offset, matrix.ordering());
  }

  /**
   * The floats of {@code array} (c order) in their place, up to 2^29 of them; valid as long as the
   * array is held. After writing there, call {@link #written}.
   */
  public static FloatBuffer floats(INDArray array) {
    check(array, DataType.FLOAT, Math.toIntExact(array.length()));
    return new FloatPointer(memory(array)).capacity(array.length()).asBuffer();
  }

  /**
   * Where the doubles of {@code array} (c order) begin; valid as long as the array is held. After
   * writing there, call {@link #written}.
   */
  public static DoublePointer doubles(INDArray array) {
    check(array, DataType.DOUBLE, Math.toIntExact(array.length()));
    return new DoublePointer(memory(array));
  }

  /** Copies {@code from[rows[i]]} to {@code to[i]}: matrices of one type and width, c order. */
  public static void gather(INDArray from, int[] rows, INDArray to) {
    long bytes = from.size(1) * from.dataType().width();
    var source = matrix(from);
    var target = matrix(to);
    for (int i = 0; i < rows.length; i++) {
      copy(source, rows[i] * bytes, target, i * bytes, bytes);
    }
    written(to);
  }

  /** Copies {@code from[i]} to {@code to[rows[i]]}: matrices of one type and width, c order. */
  public static void scatter(INDArray from, int[] rows, INDArray to) {
    long bytes = from.size(1) * from.dataType().width();
    var source = matrix(from);
    var target = matrix(to);
    for (int i = 0; i < rows.length; i++) {
      copy(source, i * bytes, target, rows[i] * bytes, bytes);
    }
    written(to);
  }

  private static BytePointer matrix(INDArray matrix) {
    if (matrix.rank() != 2 || matrix.ordering() != 'c') {
      throw new IllegalArgumentException(
          "Expected a matrix in c order, got " + matrix.shapeInfoToString());
    }
    return memory(matrix);
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
