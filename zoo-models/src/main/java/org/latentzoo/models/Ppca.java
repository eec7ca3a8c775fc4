package org.latentzoo.models;

import static java.util.Map.entry;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;
import org.latentzoo.check.UserException;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.distribution.LowRankNormal;
import org.latentzoo.distribution.StandardNormal;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.latentzoo.graph.Noise;
import org.latentzoo.linalg.Moments;
import org.latentzoo.linalg.SymmetricEigen;
import org.latentzoo.loss.Elbo;
import org.latentzoo.loss.ImportanceWeight;
import org.latentzoo.loss.NegativeLogLikelihood;
import org.latentzoo.model.ClosedForm;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelType;
import org.latentzoo.model.Phase;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Probabilistic PCA (Tipping and Bishop 1999; equations 2 to 6).
 *
 * <pre>
 *   p(z)     = N(0, I)                          [B, q]
 *   p(x | z) = N(W z + b, sigma^2 I)            [B, d]
 *   p(x)     = N(b, W W^T + sigma^2 I)
 *   p(z | x) = N(M^-1 W^T (x - b), sigma^2 M^-1),  M = W^T W + sigma^2 I
 * </pre>
 *
 * Maximum likelihood: b = mean(x), W = U (L - sigma^2 I)^1/2, sigma^2 = the mean of the discarded
 * eigenvalues of the covariance divided by N (equation 5).
 */
@AutoService(ModelType.class)
@SuppressWarnings("rawtypes")
public final class Ppca implements ClosedForm<Ppca.Config> {
  /** How the likelihood is maximised. */
  public enum Fit {
    /** Exactly, from the covariance's eigendecomposition. */
    CLOSED_FORM,
    /** By gradient steps on the marginal log-likelihood. */
    GRADIENT
  }

  /**
   * The choices of PPCA.
   *
   * @param latent q, below the number of columns
   * @param fit how the likelihood is maximised
   */
  public record Config(int latent, Fit fit) {
    public Config {
      if (latent < 1) {
        throw new UserException("model.latent must be at least 1, got %d.".formatted(latent));
      }
    }
  }

  @Override
  public String name() {
    return "ppca";
  }

  @Override
  public String summary() {
    return "probabilistic principal component analysis (Tipping and Bishop 1999)";
  }

  @Override
  public Config defaults() {
    return new Config(10, Fit.CLOSED_FORM);
  }

  @Override
  public Model build(Config config, Graph graph, int features) {
    int q = config.latent();
    if (q >= features) {
      throw new UserException(
          "model.latent must be below the data's %d columns, got %d.".formatted(features, q));
    }
    var x = graph.input(Model.DATA, features);
    var marginal =
        new LowRankNormal(
            graph.parameter("W", Initializer.normal(1), features, q),
            graph.parameter("mean", Initializer.constant(0), features),
            graph.parameter("log_sigma2", Initializer.constant(0)),
            features,
            q);
    var logLikelihood = marginal.logProb(x);

    var posterior = marginal.posterior(x);
    var elbo =
        new Elbo(
            marginal.expectedLogProb(x, posterior), KullbackLeibler.toStandardNormal(posterior));
    var z =
        marginal.posteriorSample(
            x,
            graph.noise("eps", Noise.NORMAL, q),
            graph.noise("residual", Noise.NORMAL, features));
    var weight =
        new ImportanceWeight(
            marginal.given(z).logProb(x), StandardNormal.logProb(z), posterior.logProb(z));

    var prior = graph.noise("prior", StandardNormal.noise(), q);
    var codes = graph.input(Model.CODES, q);
    var decoded = marginal.given(codes);
    var pixels = graph.noise("pixels", decoded.noise(), features);

    return new Model(
        graph,
        List.of(
            new Phase(
                "loss",
                new NegativeLogLikelihood(logLikelihood).loss(),
                List.of("W", "mean", "log_sigma2"))),
        Map.ofEntries(
            entry(Head.LOG_LIKELIHOOD, logLikelihood),
            entry(Head.ELBO, elbo.value()),
            entry(Head.RECONSTRUCTION, elbo.reconstruction()),
            entry(Head.KL, elbo.kl()),
            entry(Head.LOG_WEIGHT, weight.logarithm()),
            entry(Head.POSTERIOR_SAMPLE, z),
            entry(Head.POSTERIOR_MEAN, posterior.mean()),
            entry(Head.POSTERIOR_VARIANCE, posterior.variance()),
            entry(Head.LOG_POSTERIOR, posterior.pairwiseLogProb(codes)),
            entry(Head.PRIOR_SAMPLE, prior),
            entry(Head.DECODED_MEAN, decoded.mean()),
            entry(Head.DECODED_SAMPLE, decoded.sample(pixels))));
  }

  @Override
  public boolean isClosedForm(Config config) {
    return config.fit() == Fit.CLOSED_FORM;
  }

  @Override
  public Map<String, INDArray> fit(Config config, Moments moments) {
    int q = config.latent();
    var eigen = SymmetricEigen.of(moments.covariance());
    var values = eigen.values();
    int d = values.length;
    double discarded = 0;
    for (int j = q; j < d; j++) {
      discarded += values[j];
    }
    double sigma2 = discarded / (d - q);
    if (!(sigma2 > 1e-12 * values[0])) {
      throw new UserException(
          "model.latent %d leaves no variance to the noise, so the likelihood has no maximum."
                  .formatted(q)
              + " Choose a smaller model.latent.");
    }
    var loadings = Nd4j.zeros(DataType.DOUBLE, d, q);
    for (int j = 0; j < q; j++) {
      double scale = Math.sqrt(Math.max(0, values[j] - sigma2));
      for (int i = 0; i < d; i++) {
        loadings.putScalar(i, j, eigen.vectors()[i][j] * scale);
      }
    }
    return Map.of(
        "W", loadings, "mean", moments.mean(), "log_sigma2", Nd4j.scalar(Math.log(sigma2)));
  }
}
