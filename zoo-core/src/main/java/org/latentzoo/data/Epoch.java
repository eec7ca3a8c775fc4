package org.latentzoo.data;

import org.nd4j.linalg.api.ndarray.INDArray;

/** One pass over some rows. Use it from one thread, and close it. */
public interface Epoch extends AutoCloseable {
  /** The rows that the next {@link #fill} will write; 0 at the end. */
  int nextSize();

  /**
   * Writes the next batch and moves on.
   *
   * @param x {@code [nextSize(), D]}, c order, of the data type that the data were opened with
   */
  void fill(INDArray x);

  /** The labels {@code [B]} of the batch that was filled last; NaN where there are none. */
  double[] labels();

  /** The positions, from 0, of the batch that was filled last among the rows in source order. */
  int[] positions();

  @Override
  void close();
}
