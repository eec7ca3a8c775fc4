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

  public Moments(int columns) {
    mean = Nd4j.zeros(DataType.DOUBLE, columns);
    scatter = Nd4j.zeros(DataType.DOUBLE, columns, columns);
  }

  /** Adds the rows of {@code batch}, {@code [B, D]}. */
  public void add(INDArray batch) {
    var rows = batch.castTo(DataType.DOUBLE);
    long added = rows.rows();
    var batchMean = rows.sum(0).divi(added);
    var centred = rows.subRowVector(batchMean);
    scatter.addi(centred.transpose().mmul(centred));
    var shift = batchMean.subi(mean);
    double weight = (double) count * added / (count + added);
    var column = shift.reshape(shift.length(), 1);
    scatter.addi(column.mmul(shift.reshape(1, shift.length())).muli(weight));
    count += added;
    mean.addi(shift.muli((double) added / count));
  }

  /** N. */
  public long count() {
    return count;
  }

  /** The mean, {@code [D]}. */
  public INDArray mean() {
    return mean;
  }

  /** The covariance divided by N (maximum likelihood), {@code [D, D]}. */
  public INDArray covariance() {
    return scatter.div(count);
  }
}
