package org.latentzoo.data;

import java.util.OptionalDouble;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * What is done to every row, in this order: y = (x / scale - shift) / divisor, then bits.
 *
 * @param scale what all features are divided by
 * @param shift {@code [D]}, DOUBLE; zeros unless standardised
 * @param divisor {@code [D]}, DOUBLE; ones unless standardised
 * @param binarize how the result becomes bits
 */
public record Preprocessing(double scale, INDArray shift, INDArray divisor, Binarize binarize) {
  /** Leaves {@code columns} features as they are. */
  public static Preprocessing none(int columns) {
    return of(1, columns, Binarize.NONE);
  }

  /** Scales and binarises {@code columns} features, without standardising. */
  static Preprocessing of(double scale, int columns, Binarize binarize) {
    return new Preprocessing(
        scale, Nd4j.zeros(DataType.DOUBLE, columns), Nd4j.ones(DataType.DOUBLE, columns), binarize);
  }

  /** Whether columns are shifted or divided, beyond the one scale of all. */
  boolean standardizes() {
    return shift.neq(0).any() || divisor.neq(1).any();
  }

  /**
   * log |dy / dx| of a row, in nats: added to a model's log p(y) it gives log p(x), the density of
   * the data as given. 0 when binarised: a binarised likelihood is that of the bits.
   */
  public double logDet() {
    if (binarize != Binarize.NONE) {
      return 0;
    }
    return -divisor.length() * Math.log(scale) - Transforms.log(divisor).sumNumber().doubleValue();
  }

  /**
   * As {@link #logDet()}, of each row's cells that are not NaN alone: {@code [B]}.
   *
   * @param y preprocessed rows, {@code [B, D]}
   */
  public double[] logDet(INDArray y) {
    if (binarize != Binarize.NONE) {
      return new double[y.rows()];
    }
    var observed = y.eq(y).castTo(DataType.DOUBLE);
    var each = Transforms.log(divisor).addi(Math.log(scale)).negi();
    return observed.mmul(each.reshape(each.length(), 1)).ravel().toDoubleVector();
  }

  /**
   * What distances between preprocessed rows are to be multiplied with to become distances in the
   * data's units; nothing if columns were standardised, each by its own divisor.
   */
  public OptionalDouble unit() {
    if (binarize != Binarize.NONE) {
      return OptionalDouble.of(1);
    }
    double first = divisor.getDouble(0);
    boolean uniform = divisor.eq(first).all();
    return uniform ? OptionalDouble.of(scale * first) : OptionalDouble.empty();
  }

  /** Takes {@code y [B, D]} back to the data's units: x = (y divisor + shift) scale. */
  public INDArray inverse(INDArray y) {
    var type = y.dataType();
    return y.mulRowVector(divisor.castTo(type)).addiRowVector(shift.castTo(type)).muli(scale);
  }
}
