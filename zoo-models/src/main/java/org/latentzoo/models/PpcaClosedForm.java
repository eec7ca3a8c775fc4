package org.latentzoo.models;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.latentzoo.check.UserException;
import org.latentzoo.graph.Maths;
import org.latentzoo.linalg.Moments;
import org.latentzoo.linalg.SymmetricEigen;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Maximum likelihood of probabilistic PCA for every rank at once: W = U (L - sigma^2 I)^1/2,
 * sigma^2 = the mean of the discarded eigenvalues of the covariance divided by N (equation 5).
 */
final class PpcaClosedForm {
  /** Less noise than this share of the largest variance is rounding. */
  private static final double LEAST = 1e-12;

  private final SymmetricEigen eigen;
  private final INDArray mean;

  PpcaClosedForm(Moments moments) {
    eigen = SymmetricEigen.of(moments.covariance());
    mean = moments.mean();
  }

  /** sigma^2 of a model of {@code rank} codes. */
  double sigma2(int rank) {
    return Arrays.stream(eigen.values()).skip(rank).average().orElseThrow();
  }

  /** W of a model of {@code rank} codes, filled up with zeros: {@code [d, columns]}. */
  INDArray loadings(int rank, int columns) {
    double sigma2 = sigma2(rank);
    var lengths = new double[columns];
    for (int j = 0; j < rank; j++) {
      lengths[j] = Math.sqrt(Math.max(0, eigen.values()[j] - sigma2));
    }
    return Axes.scaled(eigen.vectors(), lengths);
  }

  /**
   * The rank of 1 to {@code latent} under whose maximum the rows behind {@code held} are likeliest.
   *
   * @throws UserException if the likelihood has no maximum at any
   */
  int rank(int latent, Moments held) {
    var shift = held.mean().sub(mean).reshape(1, mean.length());
    var scatter = held.covariance().addi(shift.transpose().mmul(shift));
    var vectors = Axes.scaled(eigen.vectors(), ones());
    var variances = vectors.mul(scatter.mmul(vectors)).sum(0).toDoubleVector();
    int best =
        IntStream.rangeClosed(1, latent)
            .filter(this::hasNoise)
            .boxed()
            .max((a, b) -> Double.compare(logLikelihood(a, variances), logLikelihood(b, variances)))
            .orElse(1);
    requireNoise(best, sigma2(best), eigen.values()[0]);
    return best;
  }

  /** Mean log-likelihood of rows whose variance about b along the j-th axis is {@code held[j]}. */
  private double logLikelihood(int rank, double[] held) {
    var values = eigen.values();
    double sigma2 = sigma2(rank);
    double sum = 0;
    for (int j = 0; j < values.length; j++) {
      double variance = j < rank ? values[j] : sigma2;
      sum += Maths.LOG_2PI + Math.log(variance) + held[j] / variance;
    }
    return -sum / 2;
  }

  void requireNoise(int rank) {
    requireNoise(rank, sigma2(rank), eigen.values()[0]);
  }

  private boolean hasNoise(int rank) {
    return sigma2(rank) > LEAST * eigen.values()[0];
  }

  /** Refuses a maximum at no noise, where the density has no bound. */
  static void requireNoise(int latent, double sigma2, double scale) {
    if (!(sigma2 > LEAST * scale)) {
      throw new UserException(
          "model.latent %d leaves no variance to the noise, so the likelihood has no maximum."
                  .formatted(latent)
              + " Choose a smaller model.latent.");
    }
  }

  private double[] ones() {
    var ones = new double[eigen.values().length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
