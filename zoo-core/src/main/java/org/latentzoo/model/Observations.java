package org.latentzoo.model;

import java.util.function.Consumer;
import org.latentzoo.kernel.Team;
import org.latentzoo.linalg.Moments;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rows that a model is fitted to, read in passes, as often as asked. */
public interface Observations {
  /** N. */
  long count();

  /** D. */
  int columns();

  /** What people call column {@code j}, counted from 0. */
  String column(int j);

  /** Whether no cell is missing. */
  boolean isComplete();

  /** Hands over all rows in order: {@code [B, D]}, NaN where missing, valid during the call. */
  void forEachBatch(Consumer<INDArray> visitor);

  /** Mean and covariance of rows of which no cell is missing. */
  default Moments moments() {
    var moments = new Moments(columns());
    return Team.withoutNativeThreads(
        () -> {
          forEachBatch(moments::add);
          return moments;
        });
  }
}
