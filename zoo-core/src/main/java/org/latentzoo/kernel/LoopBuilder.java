package org.latentzoo.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Puts a loop over elements together; values are known by numbers. */
public interface LoopBuilder {
  /** {@code array}, taken for one of shape {@code own}, as it is read in {@code shape}. */
  int read(INDArray array, long[] own, long[] shape);

  /** The same number everywhere. */
  int number(float number);

  /** What {@code function} makes of two values, or twice of one. */
  int apply(Pointwise function, int x, int y);

  /** Writes a value to {@code array}, of as many elements. */
  void write(int value, INDArray array);

  /**
   * Writes {@code scale} times the sum of each row of a value to {@code array}; all sums of a loop
   * are of rows of one length.
   */
  void sum(int value, int columns, float scale, INDArray array);
}
