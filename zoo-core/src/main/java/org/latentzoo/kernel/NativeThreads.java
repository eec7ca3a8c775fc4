package org.latentzoo.kernel;

import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many threads ND4J and OpenBLAS have: as many as they were given, or, while a {@link Team} is
 * at work, one. Theirs keep their cores busy while they wait for more, so that a helper on the same
 * core comes too late.
 */
final class NativeThreads {
  private int given = current();
  private int leaving;

  /** As many as ND4J was given. */
  synchronized int threads() {
    return leaving > 0 ? given : current();
  }

  <T> T leave(Supplier<T> work) {
    enter();
    try {
      return work.get();
    } finally {
      exit();
    }
  }

  void use(Runnable work) {
    int before = current();
    set(threads());
    try {
      work.run();
    } finally {
      set(before);
    }
  }

  private synchronized void enter() {
    if (leaving == 0) {
      given = current();
      set(1);
    }
    leaving++;
  }

  private synchronized void exit() {
    leaving--;
    if (leaving == 0) {
      set(given);
    }
  }

  private static int current() {
    return Math.max(1, Nd4j.getEnvironment().maxMasterThreads());
  }

  private static void set(int threads) {
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    setForThisThread(threads);
  }

  /** OpenMP's number, which OpenBLAS and oneDNN go by. */
  static void setForThisThread(int threads) {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }
}
