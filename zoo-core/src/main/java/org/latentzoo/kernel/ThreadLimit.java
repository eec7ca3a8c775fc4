package org.latentzoo.kernel;

import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many threads ND4J has: as many as it was given, or one while a {@link Team} is at work.
 * Native threads keep their cores busy while they wait for more, so that a helper on the same core
 * comes too late. ND4J's number is the process's, OpenMP's that of each of Java's threads.
 */
final class ThreadLimit {
  private final ThreadLocal<Boolean> left = ThreadLocal.withInitial(() -> false);
  private int given = current();
  private int leaving;
  private boolean fixed;

  /** As many as ND4J was given. */
  synchronized int given() {
    return leaving > 0 ? given : current();
  }

  /** Whether ND4J's number, the process's, stays as it is from now on. */
  synchronized void fix(boolean fixed) {
    this.fixed = fixed;
  }

  <T> T leave(Supplier<T> work) {
    if (left.get()) {
      return work.get();
    }
    int before = enter();
    left.set(true);
    setForThisThread(1);
    try {
      return work.get();
    } finally {
      setForThisThread(before);
      left.set(false);
      exit();
    }
  }

  void use(Runnable work) {
    if (!left.get()) {
      work.run();
      return;
    }
    setNow(given());
    setForThisThread(given());
    try {
      work.run();
    } finally {
      setForThisThread(1);
      setNow(1);
    }
  }

  private synchronized int enter() {
    if (leaving == 0) {
      given = current();
      setNow(1);
    }
    leaving++;
    return given;
  }

  private synchronized void exit() {
    leaving--;
    if (leaving == 0) {
      setNow(given);
    }
  }

  private synchronized void setNow(int threads) {
    if (!fixed) {
      Nd4j.getEnvironment().setMaxMasterThreads(threads);
    }
  }

  private static int current() {
    return Math.max(1, Nd4j.getEnvironment().maxMasterThreads());
  }

  /** OpenMP's number, which oneDNN goes by. */
  static void setForThisThread(int threads) {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }
}
