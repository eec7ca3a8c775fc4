package org.latentzoo.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.io.Checksum;

class BackgroundDigestTest {
  /** None, one, one block as a whole, and several with a rest. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8_192, 30_001})
  void isThatOfTheBytesInTheirOrder(int n) {
    var bytes = ByteBuffer.allocate(Double.BYTES * n);
    try (var digest = new BackgroundDigest()) {
      for (int i = 0; i < n; i++) {
        bytes.putDouble(Math.sqrt(i));
        digest.add(Math.sqrt(i));
      }
      assertEquals(Checksum.of(bytes.array()), digest.hex());
    }
  }
}
