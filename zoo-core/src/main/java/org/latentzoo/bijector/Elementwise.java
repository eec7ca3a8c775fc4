package org.latentzoo.bijector;

import org.nd4j.autodiff.samediff.SDVariable;

/** An increasing function of each column by itself, given some numbers for it. */
public interface Elementwise {
  /** M, how many numbers a column takes. All of them at 0 mean the identity. */
  int numbers();

  /**
   * z_i = f(x_i; numbers_i).
   *
   * @param x {@code [B, n]}
   * @param numbers {@code [B, M n]}: the first number of every column, then all second ones, ...
   */
  Mapped forward(SDVariable x, SDVariable numbers);

  /**
   * x_i = f^-1(z_i; numbers_i).
   *
   * @param z {@code [B, n]}
   * @param numbers as in {@link #forward}
   */
  Mapped inverse(SDVariable z, SDVariable numbers);
}
