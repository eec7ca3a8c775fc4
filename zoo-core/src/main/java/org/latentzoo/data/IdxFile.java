package org.latentzoo.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.latentzoo.check.UserException;
import org.latentzoo.io.AtomicFiles;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An IDX file, gzipped or not: two zero bytes, the element type, the number of dimensions, each
 * dimension as a big-endian int, then the elements. No memory is taken before the header's promise
 * is held against the length of the file.
 */
final class IdxFile implements AutoCloseable {
  /** Deflate never does better. */
  private static final long LARGEST_RATIO = 1032;

  private static final int BUFFER = 1 << 16;
  private static final int LARGEST_READ = 1 << 22;

  private final Path path;
  private final DataInputStream in;
  private IdxType type = IdxType.UBYTE;
  private long[] shape = {};
  private long rowLength;
  private long read;

  private IdxFile(Path path, InputStream in) {
    this.path = path;
    this.in = new DataInputStream(in);
  }

  /** Opens {@code path} and checks its header. */
  static IdxFile open(Path path) {
    try {
      long length = Files.size(path);
      var raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
      try {
        boolean zipped = isGzip(raw);
        var file = new IdxFile(path, zipped ? new GZIPInputStream(raw, BUFFER) : raw);
        file.readHeader(length, zipped);
        return file;
      } catch (IOException | RuntimeException e) {
        raw.close();
        throw e;
      }
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  private static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    boolean zipped = in.read() == 0x1F && in.read() == 0x8B;
    in.reset();
    return zipped;
  }

  private void readHeader(long fileLength, boolean zipped) throws IOException {
    int magic = in.readInt();
    type =
        IdxType.of(magic >>> 8)
            .orElseThrow(
                () ->
                    refusal(
                        "expected an IDX magic number, 0x00000801 to 0x00000EFF, got 0x%08X"
                            .formatted(magic)));
    shape = new long[magic & 0xFF];
    if (shape.length == 0) {
      throw refusal("expected at least one dimension, got 0");
    }
    for (int i = 0; i < shape.length; i++) {
      shape[i] = in.readInt();
      if (shape[i] < 1) {
        throw refusal("expected dimensions above 0, got " + dimensions() + " so far");
      }
    }
    long room = zipped ? Math.multiplyExact(fileLength, LARGEST_RATIO) : fileLength;
    long expected = bytes();
    if (zipped ? expected > room : expected != room) {
      throw refusal(
          "its header, %s of %s, promises %s bytes, but the %sfile has %d"
              .formatted(
                  dimensions(), type, promise(expected), zipped ? "gzipped " : "", fileLength));
    }
    rowLength = Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
    if (rowLength > LARGEST_READ) {
      throw refusal(
          "expected at most %d elements a row, got %d".formatted(LARGEST_READ, rowLength));
    }
  }

  /** The bytes of the whole file, unzipped, as its header promises them, or the largest long. */
  long bytes() {
    try {
      long elements = Arrays.stream(shape).reduce(type.size(), Math::multiplyExact);
      return Math.addExact(elements, 4L + 4L * shape.length);
    } catch (ArithmeticException tooLarge) {
      return Long.MAX_VALUE;
    }
  }

  private static String promise(long bytes) {
    return bytes == Long.MAX_VALUE ? "more than 2^63" : Long.toString(bytes);
  }

  IdxType type() {
    return type;
  }

  Path path() {
    return path;
  }

  /** Rows, the first dimension. */
  long count() {
    return shape[0];
  }

  /** The elements of a row. */
  int rowLength() {
    return (int) rowLength;
  }

  /** "60000 x 28 x 28". */
  String dimensions() {
    return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(" x "));
  }

  long remaining() {
    return count() - read;
  }

  /** How many rows a {@link #read} of up to {@code rows} gives. */
  int rows(int rows) {
    return (int) Math.min(Math.min(rows, remaining()), Math.max(1, LARGEST_READ / rowLength));
  }

  /** The next {@code rows}, {@code [rows, D]}. */
  INDArray read(int rows) {
    return type.toCells(ByteBuffer.wrap(bytes(rows))).toArray(rows, rowLength());
  }

  /** The numbers of the next {@code rows}. */
  Numbers numbers(int rows) {
    return type.decode(bytes(rows));
  }

  private byte[] bytes(int rows) {
    try {
      var bytes = new byte[Math.multiplyExact(rows, rowLength() * type.size())];
      in.readFully(bytes);
      read += rows;
      if (remaining() == 0 && in.read() >= 0) {
        throw refusal("has bytes after the %s that its header promises".formatted(dimensions()));
      }
      return bytes;
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  private UserException refusal(String what) {
    return new UserException("IDX file %s: %s. Replace the file.".formatted(path, what));
  }

  private static UserException failure(Path path, IOException e) {
    if (!Files.exists(path)) {
      return new UserException(
          "IDX file %s: no such file. Check the path in data.source.".formatted(path), e);
    }
    boolean broken = e instanceof EOFException || e instanceof ZipException;
    var what =
        broken ? "is truncated or damaged" : "cannot be read (" + AtomicFiles.reason(e) + ")";
    return new UserException("IDX file %s: %s. Replace the file.".formatted(path, what), e);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }
}
