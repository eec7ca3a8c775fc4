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
 * SHA-256 of numbers as big-endian doubles; all NaN count as the same. The numbers are hashed in a
 * thread of their own: beside vectorised loops in one compiled method, the processor's instructions
 * for SHA-256 take a hundred times as long on Intel's newer cores (JDK-8346653).
 */
final class BackgroundDigest implements AutoCloseable {
  private static final int BLOCK = 1 << 16;
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

  /** Adds these columns of a record. */
  void add(double[] record, int[] columns) {
    for (int from = 0, to; from < columns.length; from = to) {
      to = Math.min(columns.length, from + (BLOCK - filled) / Double.BYTES);
      for (int j = from; j < to; j++) {
        BITS.set(
            block, filled + (j - from) * Double.BYTES, Double.doubleToLongBits(record[columns[j]]));
      }
      filled += (to - from) * Double.BYTES;
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
