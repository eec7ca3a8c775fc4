package org.latentzoo.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.latentzoo.io.Checksum;

/**
 * SHA-256 of rows of numbers, whatever they are read from. A row of whole numbers from 0 to 255 is
 * the byte 1 and a byte each, any other the byte 8 and big-endian doubles; all NaN count as the
 * same. Rows are hashed in a thread of their own: beside vectorised loops in one compiled method,
 * the processor's instructions for SHA-256 take a hundred times as long on Intel's newer cores
 * (JDK-8346653).
 */
final class BackgroundDigest implements AutoCloseable {
  private static final int BLOCK = 1 << 16;
  private static final byte[] OF_BYTES = {1};
  private static final byte[] OF_DOUBLES = {Double.BYTES};
  private static final VarHandle BITS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final MessageDigest digest = Checksum.sha256();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            var thread = new Thread(task, "data-digest");
            thread.setDaemon(true);
            return thread;
          });
  private byte[] block = new byte[BLOCK];
  private byte[] other = new byte[BLOCK];
  private int filled;
  private CompletableFuture<Void> hashed = CompletableFuture.completedFuture(null);

  /** Adds a row of whole numbers from 0 to 255. */
  void add(byte[] codes) {
    add(OF_BYTES, codes);
  }

  /** Adds these columns of a record, which are not all such numbers. */
  void add(double[] record, int[] columns) {
    var bytes = new byte[columns.length * Double.BYTES];
    for (int j = 0; j < columns.length; j++) {
      BITS.set(bytes, j * Double.BYTES, Double.doubleToLongBits(record[columns[j]]));
    }
    add(OF_DOUBLES, bytes);
  }

  private void add(byte[] form, byte[] row) {
    append(form);
    append(row);
  }

  private void append(byte[] bytes) {
    for (int from = 0, n; from < bytes.length; from += n) {
      n = Math.min(bytes.length - from, BLOCK - filled);
      System.arraycopy(bytes, from, block, filled, n);
      filled += n;
      if (filled == BLOCK) {
        flush();
      }
    }
  }

  private void flush() {
    hashed.join();
    var full = block;
    int length = filled;
    hashed = CompletableFuture.runAsync(() -> digest.update(full, 0, length), thread);
    block = other;
    other = full;
    filled = 0;
  }

  /** In hexadecimal; to be asked for once. */
  String hex() {
    flush();
    hashed.join();
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
