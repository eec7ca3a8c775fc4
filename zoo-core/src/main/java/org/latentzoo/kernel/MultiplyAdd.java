package org.latentzoo.kernel;

import org.latentzoo.nativebuild.NativeBuild;

/** a b + c, rounded once where the processor does it at once. */
public final class MultiplyAdd {
  private static final boolean AT_ONCE =
      NativeBuild.current().name().contains("avx")
          || System.getProperty("os.arch").equals("aarch64");

  private MultiplyAdd() {}

  /** Whether the processor does it at once: without that {@code Math.fma} takes 3 us. */
  public static boolean isAtOnce() {
    return AT_ONCE;
  }

  static float madd(float a, float b, float c) {
    return AT_ONCE ? Math.fma(a, b, c) : a * b + c;
  }
}
