package org.latentzoo.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.check.UserException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void readsBackWhatItWrote() {
    var tensors = new LinkedHashMap<String, INDArray>();
    tensors.put("w", Nd4j.arange(6).reshape(2, 3));
    tensors.put("b", Nd4j.createFromArray(1.0 / 3, Double.NaN, -0.0));
    tensors.put("ids", Nd4j.createFromArray(Long.MIN_VALUE, 7L));
    tensors.put("scalar", Nd4j.scalar(2.5f));
    tensors.put("none", Nd4j.create(DataType.FLOAT, 0, 3));
    var path = folder.resolve("new/w.safetensors");
    Safetensors.write(path, tensors, Map.of("model", "vae \"ü\""));

    var back = Safetensors.read(path);
    assertEquals(Map.of("model", "vae \"ü\""), back.metadata());
    assertEquals(List.copyOf(tensors.keySet()), List.copyOf(back.tensors().keySet()));
    tensors.forEach(
        (name, tensor) -> {
          var other = back.tensors().get(name);
          assertArrayEquals(tensor.shape(), other.shape(), name);
          assertEquals(tensor.dataType(), other.dataType(), name);
          assertEquals(tensor.toStringFull(), other.toStringFull(), name);
        });
  }

  @Test
  void writesViewsAsTheValuesTheyShow() {
    var flat = Nd4j.arange(100);
    var slice = flat.get(NDArrayIndex.interval(10, 30));
    var matrix = slice.reshape(4, 5);
    var tensors = Map.of("slice", slice, "matrix", matrix, "transposed", matrix.transpose());
    var path = folder.resolve("views.safetensors");
    Safetensors.write(path, tensors, Map.of());
    Safetensors.read(path).tensors().forEach((name, t) -> assertEquals(tensors.get(name), t, name));
  }

  @Test
  void keepsTheBytesOfTensorsLargerThanOneChunk() {
    var large = Nd4j.arange(300_001).castTo(DataType.DOUBLE);
    var path = folder.resolve("large.safetensors");
    Safetensors.write(path, Map.of("x", large), Map.of());
    assertArrayEquals(
        large.toDoubleVector(), Safetensors.read(path).tensors().get("x").toDoubleVector());
  }

  /** Each header comes with 8 bytes of numbers after it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}                                    | does not parse
          {"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}                                   | does not parse
          {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}                                   | shape [3]
          {"a":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}                               | shape [-1, -2]
          {"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}               | does not fill
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}                                  | bytes 4 to 12
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                                   | accounts for 4
          {"a":{"dtype":"F32","shape":[999999999],"data_offsets":[0,3999999996]}}                  | at most 8
          {"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | 'b' lies
          {"a":{"dtype":"F32","data_offsets":[0,8]}}                                               | does not parse
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}                                     | begin and end
          {"a":null}                                                                               | does not parse
          """)
  void refusesDamage(String header, String expected) throws IOException {
    var json = header.getBytes(StandardCharsets.UTF_8);
    assertRefused(file(json.length, json), expected);
  }

  @Test
  void refusesAHeaderLongerThanTheFile() throws IOException {
    assertRefused(file(1L << 40, new byte[0]), "claims 1099511627776 of the file's 16 bytes");
    assertRefused(file(-1, new byte[0]), "claims -1");
    assertRefused(Files.write(folder.resolve("short"), new byte[3]), "3 bytes");
  }

  @Test
  void namesAMissingFile() {
    assertRefused(folder.resolve("none.safetensors"), "no such file");
  }

  private Path file(long claimed, byte[] header) throws IOException {
    var bytes = ByteBuffer.allocate(16 + header.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(claimed).put(header);
    return Files.write(folder.resolve("damaged.safetensors"), bytes.array());
  }

  private static void assertRefused(Path path, String expected) {
    var error = assertThrows(UserException.class, () -> Safetensors.read(path));
    var message = String.valueOf(error.getMessage());
    assertTrue(message.contains(path.toString()), message);
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count(), message);
  }
}
