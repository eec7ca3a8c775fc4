package org.latentzoo.linalg;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mean and covariance of rows in one pass, in double and in memory of O(D^2): batches are merged by
 * the pairwise update of Chan, Golub and LeVeque (1983), so large means cost no digits.
 */
public final class Moments {
  private final INDArray mean;
  private final INDArray scatter;
  private long count;

  /** Of no rows yet. */
  public Moments(int columns) {
    this(0, Nd4j.zeros(DataType.DOUBLE, columns), Nd4j.zeros(DataType.DOUBLE, columns, columns));
  }

  /**
   * Of rows that were summed up elsewhere.
   *
   * @param count N
   * @param mean {@code [D]}, DOUBLE, kept
   * @param scatter sum of (x - mean)(x - mean)^T, {@code [D, D]}, DOUBLE, kept
   */
  public Moments(long count, INDArray mean, INDArray scatter) {
    this.count = count;
    this.mean = mean;
    this.scatter = scatter;
  }

  /** Adds the rows of {@code batch}, {@code [B, D]}. */
  public void add(INDArray batch) {
    var rows = batch.castTo(DataType.DOUBLE);
    long added = rows.rows();
    var batchMean = rows.sum(0).divi(added);
    var centred = rows.subRowVector(batchMean);
    add(new Moments(added, batchMean, centred.transpose().mmul(centred)));
  }

  /** Adds the rows that {@code other} is of. */
  public void add(Moments other) {
    if (other.count == 0) {
      return;
    }
    scatter.addi(other.scatter);
    var shift = other.mean.sub(mean);
    double weight = (double) count * other.count / (count + other.count);
    var column = shift.reshape(shift.length(), 1);
    scatter.addi(column.mmul(shift.reshape(1, shift.length())).muli(weight));
    count += other.count;
    mean.addi(shift.muli((double) other.count / count));
  }

  /** N. */
  public long count() {
    return count;
  }

  /** The mean, {@code [D]}. */
  public INDArray mean() {
    return mean;
  }

  /** The sum of (x - mean)(x - mean)^T, {@code [D, D]}. */
  public INDArray scatter() {
    return scatter;
  }

  /** The covariance divided by N (maximum likelihood), {@code [D, D]}. */
  public INDArray covariance() {
    return scatter.div(count);
  }
}
