package org.latentzoo.kernel;

/** What a loop does to a block of floats. */
@FunctionalInterface
public interface Kernel {
  /**
   * Computes the first {@code n} floats of {@code to}, which is none of the other arrays.
   *
   * @param y the second argument; x again for functions of one
   * @param scratch whatever was there
   */
  void apply(float[] x, float[] y, float[] to, float[] scratch, int n);
}
