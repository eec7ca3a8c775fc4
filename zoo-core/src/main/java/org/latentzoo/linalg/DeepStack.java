package org.latentzoo.linalg;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Work on a stack deep enough for OpenBLAS's parallel LU factorisation, which keeps half a megabyte
 * there for every level of its recursion. Java's threads have one megabyte in all; what lies beyond
 * it belongs to others, and is overwritten.
 */
final class DeepStack {
  /** Reserved, and used by the page: ten levels halve a panel of 16,384 columns down to 16. */
  private static final long BYTES = 16L << 20;

  private DeepStack() {}

  /**
   * Runs {@code work} to its end, on a thread of its own; an error that it throws ends the call.
   *
   * @throws CompletionException around an exception that it throws
   */
  static void run(Runnable work) {
    try {
      CompletableFuture.runAsync(work, r -> new Thread(null, r, "zoo-lapack", BYTES).start())
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }
}
