package org.latentzoo.data;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.random.Words;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The values of a row. */
sealed interface Cells permits Cells.Array, Levels {
  static Array of(DataType type, int length) {
    return switch (type) {
      case FLOAT -> new Floats(new float[length]);
      case DOUBLE -> new Doubles(new double[length]);
      default -> throw new IllegalArgumentException("Data are FLOAT or DOUBLE, not " + type + ".");
    };
  }

  /** The values of {@code array} in c order; floats stay floats, all else becomes double. */
  static Array read(INDArray array) {
    var type = array.dataType() == DataType.FLOAT ? DataType.FLOAT : DataType.DOUBLE;
    boolean plain = array.dataType() == type && isPlain(array) && !array.isView();
    var source = plain ? array : array.castTo(type).dup('c');
    var cells = of(type, Math.toIntExact(source.length()));
    cells.read(Buffers.memory(source));
    return cells;
  }

  /** Whether c order is the order in memory; the stride of a dimension of size 1 means nothing. */
  private static boolean isPlain(INDArray array) {
    long stride = 1;
    for (int d = array.rank() - 1; d >= 0; d--) {
      if (array.size(d) > 1 && array.stride(d) != stride) {
        return false;
      }
      stride *= array.size(d);
    }
    return true;
  }

  int length();

  double get(int i);

  void set(int i, double value);

  /**
   * Reads a little of each cache line of the values, if they are few lines. Rows of a batch lie
   * anywhere; whoever touches them all first waits for many lines at once.
   */
  default int touch() {
    return 0;
  }

  /**
   * Replaces the values from {@code start} to {@code end} by draws from Bernoulli(value), two for
   * each long.
   */
  default void bernoulli(int start, int end, Words words) {
    var drawn = new long[Words.BLOCK];
    for (int i = start; i < end; i++) {
      int at = (i - start) % (2 * Words.BLOCK);
      if (at == 0) {
        words.next(drawn, Math.min(Words.BLOCK, (end - i + 1) / 2));
      }
      long bits = drawn[at / 2] >>> at % 2 * 32;
      set(i, (bits & 0xFFFFFF) < get(i) * 0x1p24 ? 1 : 0);
    }
  }

  /** A primitive array, of a row or of a batch: rows are copied into it, never rounded. */
  sealed interface Array extends Cells, Numbers {
    DataType type();

    /** Copies all of {@code row}, which has this type, to {@code at} of this. */
    void put(int at, Cells row);

    /** Fills this from native memory. */
    void read(Pointer source);

    /** Copies the values from {@code start} to {@code end} to as far into native memory. */
    void write(int start, int end, Pointer target);

    /** The memory of {@code x}: contiguous, c order, of this type. */
    default Pointer memory(INDArray x) {
      if (x.dataType() != type() || !isPlain(x)) {
        throw new IllegalArgumentException(
            "A batch is a contiguous %s array in c order, not %s with strides %s."
                .formatted(type(), x.dataType(), Arrays.toString(x.stride())));
      }
      return Buffers.memory(x);
    }

    /** A new array of this shape with these values. */
    default INDArray toArray(long... shape) {
      var array = Nd4j.createUninitialized(type(), shape);
      write(0, length(), memory(array));
      Buffers.written(array);
      return array;
    }
  }

  record Floats(float[] values) implements Array {
    private static final int BLOCK = 2 * Words.BLOCK;

    @Override
    public DataType type() {
      return DataType.FLOAT;
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public double get(int i) {
      return values[i];
    }

    @Override
    public void set(int i, double value) {
      values[i] = (float) value;
    }

    @Override
    public void bernoulli(int start, int end, Words words) {
      var drawn = new long[Words.BLOCK];
      for (int i = start; i < end; i += BLOCK) {
        int n = Math.min(BLOCK, end - i);
        words.next(drawn, (n + 1) / 2);
        draw(values, i, n, drawn);
      }
    }

    private static void draw(float[] x, int start, int n, long[] drawn) {
      for (int i = 0; i < n / 2; i++) {
        long bits = drawn[i];
        x[start + 2 * i] = bit((int) bits, x[start + 2 * i]);
        x[start + 2 * i + 1] = bit((int) (bits >>> 32), x[start + 2 * i + 1]);
      }
      if (n % 2 == 1) {
        x[start + n - 1] = bit((int) drawn[n / 2], x[start + n - 1]);
      }
    }

    /** 1 with probability {@code p}, given 24 random bits: the sign of a difference, no branch. */
    private static float bit(int bits, float p) {
      return Float.floatToRawIntBits((bits & 0xFFFFFF) - p * 0x1p24f) >>> 31;
    }

    @Override
    public void put(int at, Cells row) {
      if (row instanceof Levels levels) {
        levels.copy(values, at);
      } else {
        System.arraycopy(((Floats) row).values, 0, values, at, row.length());
      }
    }

    @Override
    public void copy(int from, int n, double[] to, int at) {
      for (int i = 0; i < n; i++) {
        to[at + i] = values[from + i];
      }
    }

    @Override
    public void read(Pointer source) {
      try (var pointer = new FloatPointer(source)) {
        pointer.get(values);
      }
    }

    @Override
    public void write(int start, int end, Pointer target) {
      try (var pointer = new FloatPointer(target)) {
        pointer.position(start).put(values, start, end - start);
      }
    }
  }

  record Doubles(double[] values) implements Array {
    @Override
    public DataType type() {
      return DataType.DOUBLE;
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public double get(int i) {
      return values[i];
    }

    @Override
    public void set(int i, double value) {
      values[i] = value;
    }

    @Override
    public void put(int at, Cells row) {
      System.arraycopy(((Doubles) row).values, 0, values, at, row.length());
    }

    @Override
    public void copy(int from, int n, double[] to, int at) {
      System.arraycopy(values, from, to, at, n);
    }

    @Override
    public void read(Pointer source) {
      try (var pointer = new DoublePointer(source)) {
        pointer.get(values);
      }
    }

    @Override
    public void write(int start, int end, Pointer target) {
      try (var pointer = new DoublePointer(target)) {
        pointer.position(start).put(values, start, end - start);
      }
    }
  }
}
