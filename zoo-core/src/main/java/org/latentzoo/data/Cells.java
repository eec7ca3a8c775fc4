package org.latentzoo.data;

import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/** A primitive array of the run's data type: rows are copied into a batch, never converted. */
sealed interface Cells {
  static Cells of(DataType type, int length) {
    return switch (type) {
      case FLOAT -> new Floats(new float[length]);
      case DOUBLE -> new Doubles(new double[length]);
      default -> throw new IllegalArgumentException("Data are FLOAT or DOUBLE, not " + type + ".");
    };
  }

  int length();

  double get(int i);

  void set(int i, double value);

  /** Copies all of {@code row}, which has this type, to {@code at} of this. */
  void put(int at, Cells row);

  /** Replaces the first {@code n} values by draws from Bernoulli(value). */
  void bernoulli(int n, RandomGenerator random);

  /** Copies the first {@code n} values into the native memory of {@code x}. */
  void write(int n, INDArray x);

  private static Pointer memory(INDArray x, DataType type) {
    if (x.dataType() != type || x.ordering() != 'c' || !Shape.hasDefaultStridesForShape(x)) {
      throw new IllegalArgumentException(
          "A batch is a contiguous %s array in c order, not %s in %s order."
              .formatted(type, x.dataType(), x.ordering()));
    }
    return x.data().addressPointer();
  }

  record Floats(float[] values) implements Cells {
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
    public void put(int at, Cells row) {
      System.arraycopy(((Floats) row).values, 0, values, at, row.length());
    }

    @Override
    public void bernoulli(int n, RandomGenerator random) {
      for (int i = 0; i < n; i++) {
        values[i] = random.nextFloat() < values[i] ? 1 : 0;
      }
    }

    @Override
    public void write(int n, INDArray x) {
      try (var target = new FloatPointer(memory(x, DataType.FLOAT))) {
        target.put(values, 0, n);
      }
      Nd4j.getAffinityManager().tagLocation(x, Location.HOST);
    }
  }

  record Doubles(double[] values) implements Cells {
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
    public void bernoulli(int n, RandomGenerator random) {
      for (int i = 0; i < n; i++) {
        values[i] = random.nextFloat() < values[i] ? 1 : 0;
      }
    }

    @Override
    public void write(int n, INDArray x) {
      try (var target = new DoublePointer(memory(x, DataType.DOUBLE))) {
        target.put(values, 0, n);
      }
      Nd4j.getAffinityManager().tagLocation(x, Location.HOST);
    }
  }
}
