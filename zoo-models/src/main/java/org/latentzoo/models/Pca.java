package org.latentzoo.models;

import static java.util.Map.entry;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.latentzoo.check.UserException;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.latentzoo.graph.Maths;
import org.latentzoo.graph.Ops;
import org.latentzoo.linalg.Cholesky;
import org.latentzoo.linalg.SymmetricEigen;
import org.latentzoo.model.FitRequest;
import org.latentzoo.model.Fitted;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelType;
import org.latentzoo.model.Phase;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Principal component analysis as a matrix factorisation (equation 1), which is probabilistic PCA
 * at sigma^2 -> 0 (equation 7). It has no likelihood.
 *
 * <pre>
 *   x ~ W z + b                                 [B, d]
 *   z = (W^T W)^-1 W^T (x - b)                  [B, q]
 *   loss = mean |x - b - W z|^2
 * </pre>
 *
 * The best W spans the first q eigenvectors of the covariance, b = mean(x). Fits other than by
 * gradient give those eigenvectors themselves, so codes have a diagonal covariance, the largest
 * variance first; gradient steps end at some basis of the same space, {@link #canonical} rotates
 * it.
 */
@AutoService(ModelType.class)
@SuppressWarnings("rawtypes")
public final class Pca implements Fitted<Pca.Config> {
  /** How the error is minimised. */
  public enum Fit {
    /** Exactly, from the covariance's eigendecomposition. */
    EIGEN,
    /** By alternating least squares for codes and loadings from a random start (Roweis 1998). */
    ALTERNATING,
    /** By gradient steps, the codes being the best ones for W. */
    GRADIENT
  }

  /**
   * The choices of PCA.
   *
   * @param latent q, at most the number of columns
   * @param fit how the error is minimised
   * @param iterations of alternating least squares at most; when the error falls by no more than
   *     its rounding, the loadings are off by the root of that, and as many iterations more mend it
   */
  public record Config(int latent, Fit fit, int iterations) {
    public Config {
      if (latent < 1) {
        throw new UserException("model.latent must be at least 1, got %d.".formatted(latent));
      }
      if (iterations < 1) {
        throw new UserException(
            "model.iterations must be at least 1, got %d.".formatted(iterations));
      }
    }
  }

  @Override
  public String name() {
    return "pca";
  }

  @Override
  public String summary() {
    return "principal component analysis, the best linear reconstruction (Pearson 1901)";
  }

  @Override
  public Config defaults() {
    return new Config(10, Fit.EIGEN, 300);
  }

  @Override
  public Model build(Config config, Graph graph, int features) {
    int q = config.latent();
    if (q > features) {
      throw new UserException(
          "model.latent must be at most the data's %d columns, got %d.".formatted(features, q));
    }
    var x = graph.input(Model.DATA, features);
    var w = graph.parameter("W", Initializer.normal(1), features, q);
    var b = graph.parameter("mean", Initializer.constant(0), features);
    var transposed = graph.sameDiff().transpose(w);

    var deviation = x.sub(b);
    var code = deviation.mmul(w).mmul(Ops.inverse(transposed.mmul(w), q));
    var residual = deviation.sub(code.mmul(transposed));
    var error = Maths.sumLast(residual.mul(residual));

    return new Model(
        graph,
        List.of(Phase.of("loss", Maths.batchMean(error), "W", "mean")),
        Map.ofEntries(
            entry(Head.SQUARED_ERROR, error),
            entry(Head.POSTERIOR_MEAN, code),
            entry(Head.DECODED_MEAN, graph.input(Model.CODES, q).mmul(transposed).add(b))));
  }

  @Override
  public boolean isFitted(Config config) {
    return config.fit() != Fit.GRADIENT;
  }

  @Override
  public boolean takesMissing(Config config) {
    return false;
  }

  @Override
  public Map<String, INDArray> fit(Config config, FitRequest request) {
    var moments = request.train().moments();
    var covariance = moments.covariance();
    var w =
        config.fit() == Fit.EIGEN
            ? eigen(covariance, config.latent())
            : canonical(alternating(config, covariance, request), covariance);
    return Map.of("W", w, "mean", moments.mean());
  }

  /**
   * The orthonormal basis of the span of W in which the codes' covariance is diagonal, the largest
   * variance first.
   *
   * @param loadings W, {@code [d, q]}, DOUBLE
   * @param covariance of the rows, {@code [d, d]}, DOUBLE
   */
  public static INDArray canonical(INDArray loadings, INDArray covariance) {
    return Axes.principal(loadings, covariance);
  }

  private static INDArray eigen(INDArray covariance, int q) {
    var lengths = new double[q];
    Arrays.fill(lengths, 1);
    return Axes.scaled(SymmetricEigen.of(covariance).vectors(), lengths);
  }

  /**
   * W' = S W (W^T S W)^-1 W^T W: the codes Z = (W^T W)^-1 W^T X, then W' = X Z^T (Z Z^T)^-1, on the
   * covariance S alone. The step of {@link PpcaEm} at sigma^2 = 0.
   */
  private static INDArray alternating(Config config, INDArray covariance, FitRequest request) {
    var w = Nd4j.zeros(DataType.DOUBLE, covariance.rows(), config.latent());
    new NoiseSource(request.seed()).normal(w, "alternating.W");
    double total = Axes.trace(covariance);
    var ascent = new Ascent(config.iterations(), request.listener());
    int last = config.iterations();
    for (int i = 1; i <= last; i++) {
      var image = covariance.mmul(w);
      var outer = w.transpose().mmul(image);
      var inner = w.transpose().mmul(w);
      double explained = Axes.trace(inverse(inner, config).mmul(outer));
      if (ascent.ends(i, explained - total)) {
        last = Math.min(last, 2 * i);
      }
      w = image.mmul(inverse(outer, config)).mmul(inner);
    }
    return w;
  }

  private static INDArray inverse(INDArray matrix, Config config) {
    try {
      return Nd4j.create(Cholesky.inPlace(matrix.toDoubleMatrix()).inverse());
    } catch (ArithmeticException e) {
      throw new UserException(
          ("model.latent %d is more than the rows' rank, so the codes are not determined. Choose a"
                  + " smaller model.latent, or model.fit=eigen.")
              .formatted(config.latent()),
          e);
    }
  }
}
