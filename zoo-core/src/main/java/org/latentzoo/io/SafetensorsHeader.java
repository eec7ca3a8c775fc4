package org.latentzoo.io;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.latentzoo.check.UserException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The header of a safetensors file: where each tensor lies, checked against the size of the file.
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
  /** The limit of the reference implementation. */
  private static final long MAX_BYTES = 100_000_000;

  private static final String METADATA = "__metadata__";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .build();

  /** Element types by their name in the file. */
  enum Type {
    F32(DataType.FLOAT),
    F64(DataType.DOUBLE),
    I64(DataType.INT64);

    final DataType nd4j;

    Type(DataType nd4j) {
      this.nd4j = nd4j;
    }

    static Type of(String name, DataType type) {
      return Arrays.stream(values())
          .filter(t -> t.nd4j == type)
          .findFirst()
          .orElseThrow(
              () ->
                  new UserException(
                      "Tensor '%s' is of type %s; weights are FLOAT, DOUBLE or LONG. Cast it."
                          .formatted(name, type)));
    }
  }

  /**
   * One tensor: its numbers are the bytes from {@code begin} up to {@code end} after the header.
   */
  record Entry(Type type, List<Long> shape, long begin, long end) {}

  private record JsonEntry(
      @JsonProperty("dtype") Type dtype,
      @JsonProperty("shape") List<Long> shape,
      @JsonProperty("data_offsets") List<Long> offsets) {}

  static SafetensorsHeader of(Map<String, INDArray> tensors, Map<String, String> metadata) {
    var entries = new LinkedHashMap<String, Entry>();
    long at = 0;
    for (var tensor : tensors.entrySet()) {
      var type = Type.of(tensor.getKey(), tensor.getValue().dataType());
      long end =
          at + (tensor.getValue().isEmpty() ? 0 : tensor.getValue().length()) * type.nd4j.width();
      entries.put(
          tensor.getKey(),
          new Entry(type, Arrays.stream(tensor.getValue().shape()).boxed().toList(), at, end));
      at = end;
    }
    return new SafetensorsHeader(entries, metadata);
  }

  /** The JSON, filled up with spaces so that the numbers start at a multiple of 8. */
  byte[] toBytes() {
    var json = new LinkedHashMap<String, Object>();
    if (!metadata.isEmpty()) {
      json.put(METADATA, new TreeMap<>(metadata)); // equal content, equal bytes
    }
    entries.forEach(
        (name, e) -> json.put(name, new JsonEntry(e.type, e.shape, List.of(e.begin, e.end))));
    try {
      var text = JSON.writeValueAsString(json);
      int length = text.getBytes(StandardCharsets.UTF_8).length;
      return (text + " ".repeat(Math.floorMod(-length, 8))).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads the header of a file of {@code size} bytes, which errors call {@code name}. */
  static SafetensorsHeader read(String name, ReadableByteChannel file, long size)
      throws IOException {
    if (size < Long.BYTES) {
      throw damaged(name, "it has %d bytes, less than a header".formatted(size));
    }
    long length = fill(file, Safetensors.littleEndian(Long.BYTES)).getLong();
    if (length < 2 || length > MAX_BYTES || length > size - Long.BYTES) {
      throw damaged(name, "its header claims %d of the file's %d bytes".formatted(length, size));
    }
    var text = fill(file, Safetensors.littleEndian((int) length)).array();
    try {
      var header = parse(text, name);
      header.checkCoverage(size - Long.BYTES - length, name);
      return header;
    } catch (JsonProcessingException e) {
      var line = e.getOriginalMessage().lines().findFirst().orElse("");
      throw damaged(name, "its header does not parse (%s)".formatted(line));
    }
  }

  private static SafetensorsHeader parse(byte[] text, String name) throws IOException {
    var root = JSON.readValue(text, new TypeReference<LinkedHashMap<String, JsonNode>>() {});
    var noted = root.remove(METADATA);
    Map<String, String> metadata =
        noted == null
            ? Map.of()
            : JSON.readerFor(new TypeReference<Map<String, String>>() {}).readValue(noted);
    var entries = new LinkedHashMap<String, Entry>();
    for (var field : root.entrySet()) {
      var json = JSON.treeToValue(field.getValue(), JsonEntry.class);
      if (json == null || json.offsets.size() != 2) {
        throw damaged(name, "tensor '%s' has no begin and end".formatted(field.getKey()));
      }
      entries.put(
          field.getKey(),
          new Entry(json.dtype, json.shape, json.offsets.get(0), json.offsets.get(1)));
    }
    return new SafetensorsHeader(entries, metadata);
  }

  /** No gap, no overlap, nothing beyond the file, every shape as large as its bytes. */
  private void checkCoverage(long bytes, String name) {
    long at = 0;
    for (var tensor : byOffset()) {
      var entry = tensor.getValue();
      if (entry.begin != at || entry.end < at || entry.end > bytes) {
        throw damaged(
            name,
            "tensor '%s' lies at bytes %d to %d, where %d to at most %d is left"
                .formatted(tensor.getKey(), entry.begin, entry.end, at, bytes));
      }
      if (!fits(entry)) {
        throw damaged(
            name,
            "tensor '%s' of shape %s does not fill its %d bytes"
                .formatted(tensor.getKey(), entry.shape, entry.end - entry.begin));
      }
      at = entry.end;
    }
    if (at != bytes) {
      throw damaged(
          name, "it has %d bytes of numbers, the header accounts for %d".formatted(bytes, at));
    }
  }

  /** The tensors in the order of their numbers. */
  List<Map.Entry<String, Entry>> byOffset() {
    var byOffset = Comparator.<Map.Entry<String, Entry>>comparingLong(e -> e.getValue().begin);
    return entries.entrySet().stream()
        .sorted(byOffset.thenComparingLong(e -> e.getValue().end))
        .toList();
  }

  private static boolean fits(Entry entry) {
    try {
      long length = entry.type.nd4j.width();
      for (long side : entry.shape) {
        length = Math.multiplyExact(length, side);
      }
      return entry.shape.stream().allMatch(side -> side >= 0) && length == entry.end - entry.begin;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private static ByteBuffer fill(ReadableByteChannel file, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (file.read(buffer) < 0) {
        throw new EOFException("it ends early");
      }
    }
    return buffer.flip();
  }

  static UserException damaged(String name, String what) {
    return new UserException(
        "Weights file '%s' is damaged or no safetensors file: %s. Fetch or write it again."
            .formatted(name, what));
  }
}
