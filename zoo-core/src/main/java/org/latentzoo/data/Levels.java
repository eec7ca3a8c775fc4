package org.latentzoo.data;

import java.util.Optional;

/**
 * A row of pictures: floats k / scale for whole k from 0 to 255, a byte each, which is a quarter of
 * the memory. {@link #set} takes such values only; 0 and 1 are among them.
 */
record Levels(byte[] codes, float[] levels) implements Cells {
  private static final int COUNT = 256;
  private static final int LINE = 64;

  /** The values that bytes stand for, or none unless {@code scale} is itself one of the k. */
  static float[] of(double scale) {
    if (!(scale >= 1 && scale < COUNT && scale == Math.rint(scale))) {
      return new float[0];
    }
    var levels = new float[COUNT];
    for (int k = 0; k < COUNT; k++) {
      levels[k] = (float) (k / scale);
    }
    return levels;
  }

  /** The {@code columns} of a record, not yet scaled, if all are among the k. */
  static Optional<byte[]> codes(double[] record, int[] columns) {
    var codes = new byte[columns.length];
    for (int j = 0; j < codes.length; j++) {
      double value = record[columns[j]];
      int k = (int) value;
      if (k != value || k < 0 || k >= COUNT) {
        return Optional.empty();
      }
      codes[j] = (byte) k;
    }
    return Optional.of(codes);
  }

  @Override
  public int length() {
    return codes.length;
  }

  @Override
  public double get(int i) {
    return levels[codes[i] & 0xFF];
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code value} is none of the levels
   */
  @Override
  public void set(int i, double value) {
    long k = Math.round(value / levels[1]);
    if (k < 0 || k >= COUNT || levels[(int) k] != (float) value) {
      throw new IllegalArgumentException(value + " is none of the levels k * " + levels[1]);
    }
    codes[i] = (byte) k;
  }

  @Override
  public int touch() {
    int sum = 0;
    for (int i = 0; i < codes.length; i += LINE) {
      sum += codes[i];
    }
    return sum;
  }

  /** Writes the values to {@code values}, from {@code at} on. */
  void copy(float[] values, int at) {
    for (int i = 0; i < codes.length; i++) {
      values[at + i] = levels[codes[i] & 0xFF];
    }
  }
}
