package org.latentzoo.eval;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * 1/N sum_n |x_n - mean(x)|^2 of rows that come in batches, in one pass and in double; batches are
 * merged as Chan, Golub and LeVeque (1983) do.
 */
final class TotalVariance {
  private final INDArray mean;
  private double squares;
  private long count;

  TotalVariance(int columns) {
    mean = Nd4j.zeros(DataType.DOUBLE, columns);
  }

  /** Adds the rows of {@code batch}, {@code [B, D]}. */
  void add(INDArray batch) {
    var rows = batch.castTo(DataType.DOUBLE);
    long added = rows.rows();
    var batchMean = rows.sum(0).divi(added);
    var centred = rows.subRowVector(batchMean);
    var shift = batchMean.subi(mean);
    double weight = (double) count * added / (count + added);
    squares += sumSquares(centred) + weight * sumSquares(shift);
    count += added;
    mean.addi(shift.muli((double) added / count));
  }

  double value() {
    return squares / count;
  }

  private static double sumSquares(INDArray x) {
    return x.mul(x).sumNumber().doubleValue();
  }
}
