package org.latentzoo.eval;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.latentzoo.linalg.Moments;
import org.latentzoo.linalg.SymmetricEigen;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * d^2 = |m_1 - m_2|^2 + tr(S_1 + S_2 - 2 (S_1^1/2 S_2 S_1^1/2)^1/2), the squared Wasserstein
 * distance of the normal laws with the moments of two sets of rows (Frechet 1957; Dowson and Landau
 * 1982). Estimated moments make it larger than it is, the more so the fewer rows.
 */
final class FrechetDistance {
  private FrechetDistance() {}

  /**
   * Of rows {@code [N, F]} each, DOUBLE, with the standard error of both samples.
   *
   * @param a N rows
   * @param b N rows
   */
  static Metric of(INDArray a, INDArray b) {
    return Jackknife.of(
        Math.min(a.rows(), b.rows()), kept -> between(moments(a, kept), moments(b, kept)));
  }

  private static Moments moments(INDArray rows, IntPredicate kept) {
    var moments = new Moments(rows.columns());
    var indices = IntStream.range(0, rows.rows()).filter(kept).toArray();
    moments.add(rows.getRows(indices));
    return moments;
  }

  static double between(Moments a, Moments b) {
    var shift = a.mean().sub(b.mean());
    var s1 = a.covariance();
    var s2 = b.covariance();
    var root = root(s1);
    var product = root.mmul(s2).mmul(root);
    var symmetric = product.add(product.transpose()).muli(0.5);
    double overlap =
        Arrays.stream(SymmetricEigen.of(symmetric).values())
            .map(v -> Math.sqrt(Math.max(0, v)))
            .sum();
    double traces =
        Nd4j.diag(s1).sumNumber().doubleValue() + Nd4j.diag(s2).sumNumber().doubleValue();
    return shift.mul(shift).sumNumber().doubleValue() + traces - 2 * overlap;
  }

  private static INDArray root(INDArray symmetric) {
    var eigen = SymmetricEigen.of(symmetric);
    var vectors = Nd4j.create(eigen.vectors());
    var roots =
        Nd4j.create(Arrays.stream(eigen.values()).map(v -> Math.sqrt(Math.max(0, v))).toArray());
    return vectors.mulRowVector(roots).mmul(vectors.transpose());
  }
}
