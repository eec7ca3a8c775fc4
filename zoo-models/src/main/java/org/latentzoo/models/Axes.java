package org.latentzoo.models;

import java.util.Arrays;
import org.latentzoo.linalg.SymmetricEigen;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One basis of all that span the same space. Matrices are DOUBLE. */
final class Axes {
  private Axes() {}

  /**
   * The first {@code q} of {@code vectors}, a column each, times {@code lengths}: {@code [d, q]}.
   */
  static INDArray scaled(double[][] vectors, double[] lengths) {
    var scaled = Nd4j.zeros(DataType.DOUBLE, vectors.length, lengths.length);
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j < lengths.length; j++) {
        scaled.putScalar(i, j, vectors[i][j] * lengths[j]);
      }
    }
    return scaled;
  }

  /** W R for the rotation R that makes the columns of W orthogonal, the longest first. */
  static INDArray orthogonal(INDArray loadings) {
    var gram = SymmetricEigen.of(loadings.transpose().mmul(loadings));
    return signed(loadings.mmul(Nd4j.create(gram.vectors())));
  }

  /**
   * The orthonormal basis of the span of W in which a covariance is diagonal, the largest variance
   * first.
   */
  static INDArray principal(INDArray loadings, INDArray covariance) {
    var gram = SymmetricEigen.of(loadings.transpose().mmul(loadings));
    var lengths = Arrays.stream(gram.values()).map(v -> 1 / Math.sqrt(v)).toArray();
    var basis = loadings.mmul(scaled(gram.vectors(), lengths));
    var within = SymmetricEigen.of(basis.transpose().mmul(covariance.mmul(basis)));
    return signed(basis.mmul(Nd4j.create(within.vectors())));
  }

  /** The sum of the diagonal. */
  static double trace(INDArray matrix) {
    double sum = 0;
    for (int i = 0; i < matrix.rows(); i++) {
      sum += matrix.getDouble(i, i);
    }
    return sum;
  }

  /** Makes the entry of largest size of each column positive, as {@link SymmetricEigen} does. */
  private static INDArray signed(INDArray columns) {
    for (int j = 0; j < columns.columns(); j++) {
      var column = columns.getColumn(j);
      if (column.maxNumber().doubleValue() < column.amaxNumber().doubleValue()) {
        column.negi();
      }
    }
    return columns;
  }
}
