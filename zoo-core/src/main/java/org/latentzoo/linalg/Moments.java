package org.latentzoo.linalg;

import org.jspecify.annotations.Nullable;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.kernel.Scatter;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mean m and scatter S of rows in one pass, in double and in memory of O(D^2): a batch of B rows
 * with mean m_B is added to N rows by the pairwise update of Chan, Golub and LeVeque (1983), so
 * large means cost no digits.
 *
 * <pre>
 *   S' = S + sum_i (x_i - m_B)(x_i - m_B)^T + N B / (N + B) (m_B - m)(m_B - m)^T
 * </pre>
 *
 * The last term is that of one more row, so that a batch is added at once. Rows of small whole
 * numbers go another way ({@link WholeRows}), in which only the end result is rounded.
 */
public final class Moments {
  private final INDArray mean;
  private final INDArray upper;
  private long count;
  private INDArray rows = Nd4j.empty(DataType.DOUBLE);
  private @Nullable WholeRows whole;

  /** Of no rows yet. */
  public Moments(int columns) {
    this(0, Nd4j.zeros(DataType.DOUBLE, columns), Nd4j.zeros(DataType.DOUBLE, columns, columns));
  }

  /**
   * Of rows that were summed up elsewhere.
   *
   * @param count N
   * @param mean {@code [D]}, DOUBLE, kept
   * @param scatter sum of (x - mean)(x - mean)^T, {@code [D, D]}, DOUBLE, c order, kept; what is
   *     below its diagonal is not read
   */
  public Moments(long count, INDArray mean, INDArray scatter) {
    this.count = count;
    this.mean = mean;
    this.upper = scatter;
  }

  /** Adds the rows of {@code batch}, {@code [B, D]}. */
  public void add(INDArray batch) {
    if (whole == null && WholeRows.takes(batch)) {
      whole = new WholeRows(batch.columns(), this::add);
    }
    int taken = whole == null ? 0 : whole.add(batch);
    if (taken == 0) {
      addReal(batch);
    } else if (taken < batch.rows()) {
      addReal(Buffers.rows(batch, taken, batch.rows()));
    }
  }

  private void addReal(INDArray batch) {
    int added = batch.rows();
    int columns = batch.columns();
    if (rows.isEmpty() || rows.rows() != added + 1) {
      rows = Nd4j.createUninitialized(DataType.DOUBLE, added + 1L, columns);
    }
    var deviations = Buffers.view(rows, 0, batch.shape()).assign(batch);
    var batchMean = Nd4j.zeros(DataType.DOUBLE, columns);
    Scatter.centre(deviations, batchMean);
    var shift = batchMean.subi(mean);
    var last = Buffers.view(rows, (long) added * columns, shift.shape());
    last.assign(shift).muli(Math.sqrt(weight(added)));
    Scatter.add(rows, upper);
    move(shift, added);
  }

  /** Adds the rows that {@code other} is of. */
  public void add(Moments other) {
    other.settle();
    if (other.count == 0) {
      return;
    }
    var shift = other.mean.sub(mean);
    upper.addi(other.upper);
    Scatter.add(weight(other.count), shift, upper);
    move(shift, other.count);
  }

  /** N B / (N + B). */
  private double weight(long added) {
    return (double) count * added / (count + added);
  }

  private void move(INDArray shift, long added) {
    count += added;
    mean.addi(shift.muli((double) added / count));
  }

  private void settle() {
    if (whole != null) {
      whole.settle();
    }
  }

  /** N. */
  public long count() {
    settle();
    return count;
  }

  /** The mean, {@code [D]}. */
  public INDArray mean() {
    settle();
    return mean;
  }

  /** The sum of (x - mean)(x - mean)^T, {@code [D, D]}. */
  public INDArray scatter() {
    settle();
    int columns = upper.columns();
    var values = Buffers.read(upper);
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < i; j++) {
        values[i * columns + j] = values[j * columns + i];
      }
    }
    var scatter = Nd4j.createUninitialized(DataType.DOUBLE, columns, columns);
    Buffers.write(values, scatter);
    return scatter;
  }

  /** The covariance divided by N (maximum likelihood), {@code [D, D]}. */
  public INDArray covariance() {
    return scatter().divi(count);
  }
}
