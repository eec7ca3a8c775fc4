package org.latentzoo.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads event files back by what TensorFlow publishes of their format (tensorflow/core/lib/io,
 * record_writer.h; tensorflow/core/util/event.proto), with nothing of what writes them.
 */
class EventLogTest {
  @TempDir private Path folder;

  private record Event(double wallTime, long step, String version, Map<String, Float> scalars) {}

  private EventLog log() {
    return new EventLog(folder.resolve("events.out.tfevents.0000000000.zoo"));
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    double before = System.currentTimeMillis() / 1e3;
    log().restart(List.of());
    log().append(12, Map.of("loss", 42.5, "validation_loss", -0.1));
    log().append(3_000_000_000L, Map.of("loss", Double.NaN));
    var events = read();
    assertEquals(3, events.size());
    assertEquals("brain.Event:2", events.get(0).version());
    assertEquals(12, events.get(1).step());
    assertEquals(Map.of("loss", 42.5f, "validation_loss", -0.1f), events.get(1).scalars());
    assertEquals(3_000_000_000L, events.get(2).step());
    assertEquals(Map.of("loss", Float.NaN), events.get(2).scalars());
    for (var event : events) {
      assertTrue(event.wallTime() >= before && event.wallTime() < before + 60);
    }
  }

  /** A kill leaves half a record, and an epoch too many for the checkpoint. */
  @Test
  void aResumedRunGoesOnWithoutWhatCameAfterItsCheckpoint() throws IOException {
    log().restart(List.of());
    log().append(1, Map.of("loss", 3.0));
    var kept = Files.readAllBytes(log().path());
    log().append(2, Map.of("loss", 2.0));
    var whole = Files.readAllBytes(log().path());
    Files.write(log().path(), Arrays.copyOf(whole, whole.length - 5));
    log().restart(List.of(line(1, 3)));
    assertArrayEquals(kept, Files.readAllBytes(log().path()));
    log().append(2, Map.of("loss", 1.0));
    assertEquals(List.of(0L, 1L, 2L), read().stream().map(Event::step).toList());
  }

  /** As a run has it that began before there were event files. */
  @Test
  void missingRecordsAreMadeOfTheMetrics() throws IOException {
    log().restart(List.of(line(1, 3), line(2, 2)));
    assertEquals(List.of(0L, 10L, 20L), read().stream().map(Event::step).toList());
    assertEquals(Map.of("loss", 2f), read().get(2).scalars());
  }

  private static Map<String, Double> line(int epoch, double loss) {
    return Map.of("epoch", (double) epoch, "step", 10.0 * epoch, "loss", loss);
  }

  private List<Event> read() throws IOException {
    var file = ByteBuffer.wrap(Files.readAllBytes(log().path())).order(ByteOrder.LITTLE_ENDIAN);
    var events = new ArrayList<Event>();
    while (file.hasRemaining()) {
      var header = new byte[8];
      file.get(header);
      assertEquals(masked(header), file.getInt());
      var data = new byte[(int) ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      file.get(data);
      assertEquals(masked(data), file.getInt());
      events.add(event(data));
    }
    return events;
  }

  /** CRC-32C bit by bit, turned and shifted. */
  private static int masked(byte[] data) {
    int crc = -1;
    for (byte b : data) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 1 ? crc >>> 1 ^ 0x82f63b78 : crc >>> 1;
      }
    }
    crc = ~crc;
    return (crc >>> 15 | crc << 17) + 0xa282ead8;
  }

  private static Event event(byte[] data) {
    var in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    double wallTime = 0;
    long step = 0;
    var version = "";
    var scalars = new TreeMap<String, Float>();
    while (in.hasRemaining()) {
      switch ((int) varint(in)) {
        case 1 << 3 | 1 -> wallTime = in.getDouble();
        case 2 << 3 -> step = varint(in);
        case 3 << 3 | 2 -> version = new String(bytes(in), StandardCharsets.UTF_8);
        case 5 << 3 | 2 -> summary(bytes(in), scalars);
        default -> throw new AssertionError("an unknown field");
      }
    }
    return new Event(wallTime, step, version, scalars);
  }

  private static void summary(byte[] data, Map<String, Float> scalars) {
    var in = ByteBuffer.wrap(data);
    while (in.hasRemaining()) {
      assertEquals(1 << 3 | 2, varint(in));
      var value = ByteBuffer.wrap(bytes(in)).order(ByteOrder.LITTLE_ENDIAN);
      assertEquals(1 << 3 | 2, varint(value));
      var tag = new String(bytes(value), StandardCharsets.UTF_8);
      assertEquals(2 << 3 | 5, varint(value));
      scalars.put(tag, value.getFloat());
      assertEquals(0, value.remaining());
    }
  }

  private static byte[] bytes(ByteBuffer in) {
    var bytes = new byte[(int) varint(in)];
    in.get(bytes);
    return bytes;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
