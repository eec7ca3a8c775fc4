package org.latentzoo.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.latentzoo.check.UserException;
import org.latentzoo.kernel.Buffers;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Named tensors in the <a href="https://github.com/huggingface/safetensors">safetensors</a> format,
 * which Python, Rust and JavaScript read too: the header's length in 8 bytes, the header in JSON,
 * the numbers. Types F32, F64 and I64.
 *
 * <pre>{@code
 * Safetensors.write(path, Map.of("decoder.w", w), Map.of("model", "vae"));
 * INDArray w = Safetensors.read(path).tensors().get("decoder.w");
 * }</pre>
 */
public final class Safetensors {
  private static final int CHUNK = 1 << 20;

  private Safetensors() {}

  /** What a file holds, in the order of its header. */
  public record Content(Map<String, INDArray> tensors, Map<String, String> metadata) {}

  /** Writes {@code tensors} in the order of the map; views are written as the values they show. */
  public static void write(Path path, Map<String, INDArray> tensors, Map<String, String> metadata) {
    var header = SafetensorsHeader.of(tensors, metadata).toBytes();
    AtomicFiles.write(
        path,
        out -> {
          out.write(littleEndian(Long.BYTES).putLong(header.length).array());
          out.write(header);
          for (var tensor : tensors.values()) {
            writeNumbers(tensor, out);
          }
        });
  }

  /** Reads a whole file; one that is damaged or of another kind is refused by name. */
  public static Content read(Path path) {
    try (var file = FileChannel.open(path)) {
      return read(path.toString(), file, file.size());
    } catch (IOException e) {
      throw new UserException(
          "Cannot read weights '%s': %s. Check the path.".formatted(path, AtomicFiles.reason(e)),
          e);
    }
  }

  /** Reads a file that is in memory; errors call it {@code name}. */
  public static Content read(String name, byte[] file) {
    try (var channel = Channels.newChannel(new ByteArrayInputStream(file))) {
      return read(name, channel, file.length);
    } catch (IOException e) {
      throw SafetensorsHeader.damaged(name, AtomicFiles.reason(e));
    }
  }

  private static Content read(String name, ReadableByteChannel file, long size) throws IOException {
    var header = SafetensorsHeader.read(name, file, size);
    var numbers = new HashMap<String, INDArray>();
    for (var entry : header.byOffset()) {
      numbers.put(entry.getKey(), readNumbers(entry.getValue(), file, name));
    }
    var tensors = new LinkedHashMap<String, INDArray>();
    header.entries().keySet().forEach(key -> tensors.put(key, numbers.get(key)));
    return new Content(tensors, header.metadata());
  }

  private static void writeNumbers(INDArray tensor, OutputStream out) throws IOException {
    if (tensor.isEmpty()) {
      return;
    }
    var dense = tensor.dup('c');
    long size = dense.length() * dense.dataType().width();
    var buffer = new byte[(int) Math.min(size, CHUNK)];
    try (var source = Buffers.memory(dense)) {
      for (long at = 0; at < size; at += buffer.length) {
        int n = (int) Math.min(buffer.length, size - at);
        source.position(at).get(buffer, 0, n);
        out.write(buffer, 0, n);
      }
    }
  }

  private static INDArray readNumbers(
      SafetensorsHeader.Entry entry, ReadableByteChannel file, String name) throws IOException {
    var type = entry.type().nd4j;
    var shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
    if (entry.end() == entry.begin()) {
      return Nd4j.create(type, shape);
    }
    var tensor =
        shape.length == 0 ? Nd4j.scalar(type, 0) : Nd4j.createUninitialized(type, shape, 'c');
    long size = entry.end() - entry.begin();
    var buffer = ByteBuffer.allocate((int) Math.min(size, CHUNK));
    try (var target = Buffers.memory(tensor)) {
      for (long at = 0; at < size; at += buffer.position()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), size - at));
        if (file.read(buffer) < 0) {
          throw SafetensorsHeader.damaged(name, "it ends early");
        }
        target.position(at).put(buffer.array(), 0, buffer.position());
      }
    }
    Buffers.written(tensor);
    return tensor;
  }

  static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
