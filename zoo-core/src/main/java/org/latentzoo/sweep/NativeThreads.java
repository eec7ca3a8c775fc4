package org.latentzoo.sweep;

import java.util.concurrent.atomic.AtomicInteger;
import org.latentzoo.kernel.Team;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many native threads each op takes while a sweep runs, and which card each of its Java threads
 * computes on. ND4J's own and OpenBLAS's number is the process's; OpenMP's, which oneDNN goes by,
 * is each Java thread's, and so is the card.
 */
final class NativeThreads implements AutoCloseable {
  private final int threads;
  private final AffinityManager cards;
  private final AtomicInteger seen = new AtomicInteger();
  private final ThreadLocal<Integer> place = ThreadLocal.withInitial(seen::getAndIncrement);
  private final int ownBefore = Nd4j.getEnvironment().maxMasterThreads();
  private final int blasBefore = Nd4j.factory().blas().getMaxThreads();

  /** With other cards than this machine's. */
  NativeThreads(int threads, AffinityManager cards) {
    this.threads = threads;
    this.cards = cards;
    set(threads, threads);
    Team.fixNativeThreads(true);
  }

  /** Limits the process until closed. */
  static NativeThreads limit(int threads) {
    return new NativeThreads(threads, Nd4j.getAffinityManager());
  }

  /** Limits the process, and the thread that calls this, until they end. */
  static void limitForGood(int threads) {
    limit(threads).limitThisThread();
  }

  /** Limits the thread that calls this; the n-th to do so has the n-th card, round and round. */
  void limitThisThread() {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    if (cards.getNumberOfDevices() > 1) {
      cards.unsafeSetDevice(place.get() % cards.getNumberOfDevices());
    }
  }

  private static void set(int own, int blas) {
    Nd4j.getEnvironment().setMaxMasterThreads(own);
    Nd4j.factory().blas().setMaxThreads(blas);
  }

  @Override
  public void close() {
    Team.fixNativeThreads(false);
    set(ownBefore, blasBefore);
  }
}
