package org.latentzoo.data;

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
  /** Scales and binarises {@code columns} features, without standardising. */
  static Preprocessing of(double scale, int columns, Binarize binarize) {
    return new Preprocessing(
        scale, Nd4j.zeros(DataType.DOUBLE, columns), Nd4j.ones(DataType.DOUBLE, columns), binarize);
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

  /** Takes {@code y [B, D]} back to the data's units: x = (y divisor + shift) scale. */
  public INDArray inverse(INDArray y) {
    var type = y.dataType();
    return y.mulRowVector(divisor.castTo(type)).addiRowVector(shift.castTo(type)).muli(scale);
  }
}
