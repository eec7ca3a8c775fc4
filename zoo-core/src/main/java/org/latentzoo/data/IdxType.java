package org.latentzoo.data;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;

/** The element types of the IDX format, big-endian. */
enum IdxType {
  UBYTE(0x08, 1),
  BYTE(0x09, 1),
  SHORT(0x0B, 2),
  INT(0x0C, 4),
  FLOAT(0x0D, 4),
  DOUBLE(0x0E, 8);

  private final int code;
  private final int size;

  IdxType(int code, int size) {
    this.code = code;
    this.size = size;
  }

  static Optional<IdxType> of(int code) {
    return Stream.of(values()).filter(type -> type.code == code).findFirst();
  }

  /** Bytes an element. */
  int size() {
    return size;
  }

  boolean integral() {
    return this != FLOAT && this != DOUBLE;
  }

  /** All elements of {@code bytes}, exactly. */
  Numbers decode(byte[] bytes) {
    return this == UBYTE ? new Numbers.Bytes(bytes) : toCells(ByteBuffer.wrap(bytes));
  }

  /** All elements of {@code bytes} in the smallest type of arrays that holds them exactly. */
  Cells.Array toCells(ByteBuffer bytes) {
    int n = bytes.remaining() / size;
    return switch (this) {
      case UBYTE, BYTE, SHORT, FLOAT -> new Cells.Floats(floats(bytes, n));
      case INT, DOUBLE -> new Cells.Doubles(doubles(bytes, n));
    };
  }

  private float[] floats(ByteBuffer bytes, int n) {
    var values = new float[n];
    switch (this) {
      case UBYTE -> {
        for (int i = 0; i < n; i++) {
          values[i] = Byte.toUnsignedInt(bytes.get(i));
        }
      }
      case BYTE -> {
        for (int i = 0; i < n; i++) {
          values[i] = bytes.get(i);
        }
      }
      case SHORT -> {
        for (int i = 0; i < n; i++) {
          values[i] = bytes.getShort(i * size);
        }
      }
      default -> bytes.asFloatBuffer().get(values);
    }
    return values;
  }

  private double[] doubles(ByteBuffer bytes, int n) {
    var values = new double[n];
    if (this == DOUBLE) {
      bytes.asDoubleBuffer().get(values);
    } else {
      for (int i = 0; i < n; i++) {
        values[i] = bytes.getInt(i * size);
      }
    }
    return values;
  }
}
