package org.latentzoo.models;

import static java.util.Map.entry;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.latentzoo.check.UserException;
import org.latentzoo.distribution.IncompleteLowRankNormal;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.distribution.LowRankNormal;
import org.latentzoo.distribution.StandardNormal;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.latentzoo.graph.Maths;
import org.latentzoo.graph.Noise;
import org.latentzoo.linalg.Cholesky;
import org.latentzoo.loss.Elbo;
import org.latentzoo.loss.ImportanceWeight;
import org.latentzoo.loss.NegativeLogLikelihood;
import org.latentzoo.model.FitRequest;
import org.latentzoo.model.Fitted;
import org.latentzoo.model.Head;
import org.latentzoo.model.LocalInference.Effort;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelType;
import org.latentzoo.model.Phase;
import org.latentzoo.model.Watch;
import org.latentzoo.network.PosteriorFamily;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Probabilistic PCA (Tipping and Bishop 1999; equations 2 to 7).
 *
 * <pre>
 *   p(z)     = N(0, I)                          [B, q]
 *   p(x | z) = N(W z + b, sigma^2 I)            [B, d]
 *   p(x)     = N(b, W W^T + sigma^2 I)
 *   p(z | x) = N(M^-1 W^T (x - b), sigma^2 M^-1),  M = W^T W + sigma^2 I
 * </pre>
 *
 * Maximum likelihood: b = mean(x), W = U (L - sigma^2 I)^1/2, sigma^2 = the mean of the discarded
 * eigenvalues of the covariance divided by N (equation 5); EM reaches the same, and takes rows with
 * missing cells.
 */
@AutoService(ModelType.class)
@SuppressWarnings("rawtypes")
public final class Ppca implements Fitted<Ppca.Config> {
  /** From N(0, I) to the exact posterior. */
  private static final Effort LOCAL_EFFORT = new Effort(1000, 1, 0.1);

  /** How the likelihood is maximised. */
  public enum Fit {
    /** Exactly, from the covariance's eigendecomposition. */
    CLOSED_FORM,
    /** By expectation maximisation from a random start; rows may have missing cells. */
    EM,
    /** By gradient steps on the marginal log-likelihood. */
    GRADIENT
  }

  /** How many of the codes are used. */
  public enum Rank {
    /** All. */
    FIXED,
    /**
     * As many as make the validation rows likeliest; the columns of W beyond are 0, so that codes
     * not used keep their prior.
     */
    HELD_OUT
  }

  /**
   * The choices of PPCA.
   *
   * @param latent q, below the number of columns
   * @param fit how the likelihood is maximised
   * @param iterations of EM at most; it stops when the likelihood gains no more than its rounding
   * @param rank how many of the codes are used; HELD_OUT needs the closed form
   */
  public record Config(int latent, Fit fit, int iterations, Rank rank) {
    public Config {
      require(latent >= 1, "model.latent must be at least 1, got %d.".formatted(latent));
      require(
          iterations >= 1, "model.iterations must be at least 1, got %d.".formatted(iterations));
      require(
          rank == Rank.FIXED || fit == Fit.CLOSED_FORM,
          "model.rank=held-out needs model.fit=closed-form, got %s."
              .formatted(fit.name().toLowerCase(Locale.ROOT)));
    }

    private static void require(boolean holds, String message) {
      if (!holds) {
        throw new UserException(message);
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
    return new Config(10, Fit.CLOSED_FORM, 300, Rank.FIXED);
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
    var logBase = marginal.logBase(x);
    var logDet = logBase.mul(0).add(marginal.logDet());
    var logLikelihood = logBase.add(logDet);

    var incomplete = new IncompleteLowRankNormal(marginal, x);
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

    var local = LocalPosterior.of(graph, PosteriorFamily.FULL_NORMAL, q, x, c -> marginal.given(c));

    var prior = graph.noise("prior", StandardNormal.noise(), q);
    var codes = graph.input(Model.CODES, q);
    var decoded = marginal.given(codes);
    var pixels = graph.noise("pixels", decoded.noise(), features);

    return new Model(
        graph,
        List.of(
            Phase.of(
                    "loss",
                    new NegativeLogLikelihood(logLikelihood).loss(),
                    "W",
                    "mean",
                    "log_sigma2")
                .watching(
                    Watch.term(Head.LOG_BASE.key(), Maths.batchMean(logBase)),
                    Watch.term(Head.LOG_DETERMINANT.key(), marginal.logDet()))),
        Map.ofEntries(
            entry(Head.LOG_LIKELIHOOD, logLikelihood),
            entry(Head.LOG_BASE, logBase),
            entry(Head.LOG_DETERMINANT, logDet),
            entry(Head.OBSERVED_LOG_LIKELIHOOD, incomplete.logProb()),
            entry(Head.ELBO, elbo.value()),
            entry(Head.RECONSTRUCTION, elbo.reconstruction()),
            entry(Head.KL, elbo.kl()),
            entry(Head.LOG_WEIGHT, weight.logarithm()),
            entry(Head.LOCAL_LOG_WEIGHT, local.weight().logarithm()),
            entry(Head.POSTERIOR_SAMPLE, z),
            entry(Head.POSTERIOR_MEAN, posterior.mean()),
            entry(Head.POSTERIOR_VARIANCE, posterior.variance()),
            entry(Head.LOG_POSTERIOR, posterior.pairwiseLogProb(codes)),
            entry(Head.PRIOR_SAMPLE, prior),
            entry(Head.DECODED_MEAN, decoded.mean()),
            entry(Head.DECODED_SAMPLE, decoded.sample(pixels)),
            entry(Head.IMPUTED, incomplete.imputed())),
        Optional.of(local.inference(LOCAL_EFFORT)));
  }

  /**
   * Cov[z | x] = sigma^2 M^-1, the same for every x (equation 6).
   *
   * @param parameters W and log_sigma2, as {@code ModelInstance.parameters()} has them
   * @return {@code [q, q]}, DOUBLE
   */
  public static INDArray posteriorCovariance(Map<String, INDArray> parameters) {
    var loadings = parameters.get("W").castTo(DataType.DOUBLE);
    double sigma2 = Math.exp(parameters.get("log_sigma2").getDouble(0));
    var inner = loadings.transpose().mmul(loadings);
    inner.addi(Nd4j.eye(inner.rows()).castTo(DataType.DOUBLE).muli(sigma2));
    return Nd4j.create(Cholesky.inPlace(inner.toDoubleMatrix()).inverse()).muli(sigma2);
  }

  @Override
  public boolean isFitted(Config config) {
    return config.fit() != Fit.GRADIENT;
  }

  @Override
  public boolean takesMissing(Config config) {
    return config.fit() == Fit.EM;
  }

  @Override
  public Map<String, INDArray> fit(Config config, FitRequest request) {
    if (config.fit() == Fit.CLOSED_FORM) {
      return closedForm(config, request);
    }
    return request.train().isComplete() ? em(config, request) : incompleteEm(config, request);
  }

  private static Map<String, INDArray> closedForm(Config config, FitRequest request) {
    boolean chosen = config.rank() == Rank.HELD_OUT;
    if (chosen && request.validation().count() == 0) {
      throw new UserException(
          "model.rank=held-out needs validation rows, there are none. Set data.validation=0.1, say.");
    }
    var moments = request.train().moments();
    var maximum = new PpcaClosedForm(moments);
    int rank =
        chosen ? maximum.rank(config.latent(), request.validation().moments()) : config.latent();
    maximum.requireNoise(rank);
    return parameters(
        maximum.loadings(rank, config.latent()), moments.mean(), maximum.sigma2(rank));
  }

  private static Map<String, INDArray> em(Config config, FitRequest request) {
    var moments = request.train().moments();
    var covariance = moments.covariance();
    double scale = Axes.trace(covariance) / covariance.rows();
    var start = PpcaEm.start(covariance.rows(), config.latent(), scale, request.seed());
    var em = start.run(covariance, config.iterations(), request.listener());
    PpcaClosedForm.requireNoise(config.latent(), em.sigma2(), scale);
    return parameters(Axes.orthogonal(em.loadings()), moments.mean(), em.sigma2());
  }

  private static Map<String, INDArray> incompleteEm(Config config, FitRequest request) {
    var fit = new IncompleteEm(request.train(), config.latent(), request.seed());
    var em = fit.run(config.iterations(), request.listener());
    return parameters(Axes.orthogonal(em.loadings()), fit.mean(), em.sigma2());
  }

  private static Map<String, INDArray> parameters(INDArray w, INDArray mean, double sigma2) {
    return Map.of("W", w, "mean", mean, "log_sigma2", Nd4j.scalar(Math.log(sigma2)));
  }
}
