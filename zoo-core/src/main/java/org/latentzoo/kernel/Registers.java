package org.latentzoo.kernel;

/** The blocks of floats that a thread's loops work in, one set for all of them. */
public final class Registers {
  private static final ThreadLocal<float[][]> OWN = ThreadLocal.withInitial(() -> new float[0][0]);

  private Registers() {}

  /** At least {@code count} registers of at least {@code block} floats, whatever is in them. */
  public static float[][] of(int count, int block) {
    var own = OWN.get();
    if (own.length < count || own[0].length < block) {
      int longest = own.length == 0 ? block : Math.max(block, own[0].length);
      own = new float[Math.max(count, own.length)][longest];
      OWN.set(own);
    }
    return own;
  }
}
