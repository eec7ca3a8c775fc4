package org.latentzoo.data;

/** Numbers of some primitive type, in a row. */
sealed interface Numbers permits Cells.Array, Numbers.Bytes {
  int length();

  /** Copies {@code n} of them, from {@code from} on, to {@code at} of {@code to}. */
  void copy(int from, int n, double[] to, int at);

  /** Whole numbers from 0 to 255. */
  record Bytes(byte[] values) implements Numbers {
    @Override
    public int length() {
      return values.length;
    }

    @Override
    public void copy(int from, int n, double[] to, int at) {
      for (int i = 0; i < n; i++) {
        to[at + i] = values[from + i] & 0xFF;
      }
    }
  }
}
