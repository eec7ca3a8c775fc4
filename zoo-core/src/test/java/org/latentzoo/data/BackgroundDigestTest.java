package org.latentzoo.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.io.Checksum;

class BackgroundDigestTest {
  /** One, one block as a whole, several with a rest; at once and in records, without a column. */
  @ParameterizedTest
  @CsvSource({"1, 1", "8192, 1", "30001, 1", "7, 5000", "2, 8192", "3, 20001"})
  void isThatOfTheBytesInTheirOrder(int columns, int records) {
    var bytes = ByteBuffer.allocate((1 + Double.BYTES * columns) * records);
    var taken = IntStream.rangeClosed(1, columns).toArray();
    try (var digest = new BackgroundDigest()) {
      for (int i = 0; i < records; i++) {
        var record = new double[columns + 1];
        for (int j = 0; j <= columns; j++) {
          record[j] = Math.sqrt(i + 2.0 * j);
        }
        bytes.put((byte) 8);
        Arrays.stream(taken).forEach(j -> bytes.putDouble(record[j]));
        digest.add(record, taken);
      }
      assertEquals(Checksum.of(bytes.array()), digest.hex());
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "65535, 2", "784, 1000"})
  void wholeNumbersAreBytes(int columns, int records) {
    var bytes = ByteBuffer.allocate((1 + columns) * records);
    try (var digest = new BackgroundDigest()) {
      for (int i = 0; i < records; i++) {
        var row = new byte[columns];
        Arrays.fill(row, (byte) (7 * i));
        bytes.put((byte) 1).put(row);
        digest.add(row);
      }
      assertEquals(Checksum.of(bytes.array()), digest.hex());
    }
  }

  @Test
  void ofNothingIsThatOfNoBytes() {
    try (var digest = new BackgroundDigest()) {
      assertEquals(Checksum.of(new byte[0]), digest.hex());
    }
  }

  @Test
  void allNotANumbersCountAsOne() {
    try (var one = new BackgroundDigest();
        var other = new BackgroundDigest()) {
      one.add(new double[] {Double.NaN}, new int[] {0});
      other.add(new double[] {Double.longBitsToDouble(0x7FF8_0000_0000_0001L)}, new int[] {0});
      assertEquals(one.hex(), other.hex());
    }
  }
}
