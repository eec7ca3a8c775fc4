package org.latentzoo.models;

import org.latentzoo.graph.Maths;
import org.latentzoo.linalg.Cholesky;
import org.latentzoo.model.FitRequest;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * EM for probabilistic PCA on the covariance S alone (Tipping and Bishop 1999, equation 10):
 *
 * <pre>
 *   W'       = S W (sigma^2 M + W^T S W)^-1 M,  M = W^T W + sigma^2 I
 *   sigma'^2 = 1/d tr(S - S W M^-1 W'^T)
 * </pre>
 *
 * At sigma^2 = 0 the first line is alternating least squares for PCA (Roweis 1998).
 *
 * @param loadings W, {@code [d, q]}, DOUBLE
 * @param sigma2 sigma^2
 */
public record PpcaEm(INDArray loadings, double sigma2) {
  /**
   * A random start. At first the noise explains all of {@code variance}, the mean of the columns'
   * variances, and W little of it: from a large W, EM takes several times as long.
   */
  static PpcaEm start(int d, int q, double variance, long seed) {
    var loadings = Nd4j.zeros(DataType.DOUBLE, d, q);
    new NoiseSource(seed).normal(loadings, "em.W");
    return new PpcaEm(loadings.muli(Math.sqrt(variance / d)), variance);
  }

  /** Iterates until {@code iterations} or until the likelihood gains no more than its rounding. */
  PpcaEm run(INDArray covariance, int iterations, FitRequest.Listener listener) {
    var em = this;
    double scale = Axes.trace(covariance) / covariance.rows();
    var ascent = new Ascent(iterations, listener);
    for (int i = 1; i <= iterations; i++) {
      var step = em.step(covariance);
      if (ascent.ends(i, step.logLikelihood())) {
        break;
      }
      em = step.next();
      PpcaClosedForm.requireNoise(loadings.columns(), em.sigma2(), scale);
    }
    return em;
  }

  /**
   * What one iteration finds.
   *
   * @param next the parameters after it
   * @param logLikelihood mean over rows before it, in nats, at b = mean(x)
   */
  public record Step(PpcaEm next, double logLikelihood) {}

  /**
   * One iteration.
   *
   * @param covariance S, divided by N, {@code [d, d]}, DOUBLE
   */
  public Step step(INDArray covariance) {
    long d = loadings.rows();
    long q = loadings.columns();
    var image = covariance.mmul(loadings);
    var gram = loadings.transpose().mmul(image);
    var inner = loadings.transpose().mmul(loadings).addi(identity(q).muli(sigma2));
    var factor = Cholesky.inPlace(inner.toDoubleMatrix());
    var projected = Nd4j.create(factor.inverse()).mmul(gram);
    double total = Axes.trace(covariance);
    double logLikelihood =
        -(d * Maths.LOG_2PI
                + (d - q) * Math.log(sigma2)
                + factor.logDet()
                + (total - Axes.trace(projected)) / sigma2)
            / 2;
    var next = image.mmul(inverse(gram.add(inner.mul(sigma2)))).mmul(inner);
    var explained = Nd4j.create(factor.inverse()).mmul(next.transpose().mmul(image));
    return new Step(new PpcaEm(next, (total - Axes.trace(explained)) / d), logLikelihood);
  }

  private static INDArray inverse(INDArray matrix) {
    return Nd4j.create(Cholesky.inPlace(matrix.toDoubleMatrix()).inverse());
  }

  private static INDArray identity(long n) {
    return Nd4j.eye(n).castTo(DataType.DOUBLE);
  }
}
