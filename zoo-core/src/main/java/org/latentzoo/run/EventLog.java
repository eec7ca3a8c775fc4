package org.latentzoo.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.latentzoo.check.UserException;
import org.latentzoo.io.AtomicFiles;
import org.nd4j.shade.protobuf.CodedOutputStream;
import org.tensorflow.framework.Summary;

/**
 * The metrics once more, as an event file that TensorBoard follows: records of a length, the
 * length's checksum, an {@code Event} of TensorFlow's event.proto, and that one's checksum. The
 * first record is the version of the format, each other one a line of the metrics.
 */
record EventLog(Path path) {
  private static final String VERSION = "brain.Event:2";

  /** The numbers of event.proto's fields. */
  private static final int WALL_TIME = 1;

  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;

  /** What is before and behind the event of a record, in bytes. */
  private static final int HEADER = Long.BYTES + Integer.BYTES;

  private static final int FOOTER = Integer.BYTES;

  /** What a checksum of data that hold checksums is turned and shifted by. */
  private static final int MASK = 0xa282ead8;

  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  /** Writes the means of an epoch that ended now, at {@code step}. */
  void append(long step, Map<String, Double> means) {
    try {
      Files.write(path, record(step, means), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * Begins anew, or goes on after {@code lines} of the metrics: their records stay, and what comes
   * behind is cut off; where some are missing, all are written again.
   */
  void restart(List<Map<String, Double>> lines) {
    try {
      long end = Files.exists(path) ? end(lines.size() + 1) : -1;
      if (end >= 0) {
        try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
          channel.truncate(end);
        }
        return;
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
    AtomicFiles.write(
        path,
        out -> {
          out.write(record(event -> event.writeString(FILE_VERSION, VERSION)));
          for (var line : lines) {
            var means = new LinkedHashMap<>(line);
            means.remove(MetricsLog.EPOCH);
            long step = means.remove(MetricsLog.STEP).longValue();
            out.write(record(step, means));
          }
        });
  }

  /** Where the first {@code records} end, or -1 if there are fewer. */
  private long end(int records) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    long end = 0;
    for (int i = 0; i < records; i++) {
      if (end + HEADER > bytes.limit()) {
        return -1;
      }
      end += HEADER + bytes.getLong((int) end) + FOOTER;
      if (end < 0 || end > bytes.limit()) {
        return -1;
      }
    }
    return end;
  }

  private static byte[] record(long step, Map<String, Double> means) throws IOException {
    var summary = Summary.newBuilder();
    means.forEach(
        (name, mean) ->
            summary.addValue(
                Summary.Value.newBuilder().setTag(name).setSimpleValue(mean.floatValue())));
    return record(
        event -> {
          event.writeInt64(STEP, step);
          event.writeMessage(SUMMARY, summary.build());
        });
  }

  private static byte[] record(Fields fields) throws IOException {
    var event = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(event);
    out.writeDouble(WALL_TIME, System.currentTimeMillis() / 1e3);
    fields.writeTo(out);
    out.flush();
    var length = bytes(Long.BYTES).putLong(event.size()).array();
    return bytes(HEADER + event.size() + FOOTER)
        .put(length)
        .putInt(checksum(length))
        .put(event.toByteArray())
        .putInt(checksum(event.toByteArray()))
        .array();
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int checksum(byte[] data) {
    var crc = new CRC32C();
    crc.update(data);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }

  private UserException unwritable(IOException e) {
    return new UserException(
        "Cannot write '%s': %s. Make room, then go on with --resume."
            .formatted(path, AtomicFiles.reason(e)),
        e);
  }
}
