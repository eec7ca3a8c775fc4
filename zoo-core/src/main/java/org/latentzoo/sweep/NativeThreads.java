package org.latentzoo.sweep;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many native threads each op takes while a sweep runs. ND4J's own and OpenBLAS's number is the
 * process's; OpenMP's, which oneDNN goes by, is each Java thread's.
 */
final class NativeThreads implements AutoCloseable {
  private final int threads;
  private final int ownBefore = Nd4j.getEnvironment().maxMasterThreads();
  private final int blasBefore = Nd4j.factory().blas().getMaxThreads();

  private NativeThreads(int threads) {
    this.threads = threads;
    set(threads, threads);
  }

  /** Limits the process until closed. */
  static NativeThreads limit(int threads) {
    return new NativeThreads(threads);
  }

  /** Limits the process, and the thread that calls this, until they end. */
  static void limitForGood(int threads) {
    limit(threads).limitThisThread();
  }

  /** Limits the thread that calls this. */
  void limitThisThread() {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }

  private static void set(int own, int blas) {
    Nd4j.getEnvironment().setMaxMasterThreads(own);
    Nd4j.factory().blas().setMaxThreads(blas);
  }

  @Override
  public void close() {
    set(ownBefore, blasBefore);
  }
}
