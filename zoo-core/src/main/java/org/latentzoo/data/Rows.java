package org.latentzoo.data;

/** One part of the data after preprocessing, handed out in batches, as often as asked. */
public interface Rows {
  /** How many rows there are. */
  long count();

  /** D, the features of a row. */
  int columns();

  /** The labels in source order, {@code [N]}; NaN where there are none. */
  double[] labels();

  /** Whether the data have no missing cell; otherwise some of these rows may hold NaN. */
  default boolean isComplete() {
    return true;
  }

  /** The first {@code n} rows in source order, or all of them if there are fewer. */
  Rows first(long n);

  /**
   * One pass over all rows. Its order and its draws are a function of the run's seed and {@code
   * epoch} alone, so that an interrupted run goes on with the batches that it has not seen.
   *
   * @param epoch the number that keys the shuffle and dynamic binarisation
   * @param shuffle whether to shuffle; otherwise rows come in source order
   * @param batch rows a batch; the last may be short
   * @param firstBatch how many batches to skip
   */
  Epoch epoch(int epoch, boolean shuffle, int batch, long firstBatch);
}
