package org.latentzoo.models;

import static java.util.Map.entry;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;
import org.latentzoo.check.UserException;
import org.latentzoo.distribution.Bernoulli;
import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.distribution.Distribution;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.distribution.StandardNormal;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.latentzoo.graph.Maths;
import org.latentzoo.loss.Elbo;
import org.latentzoo.loss.ImportanceWeight;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelType;
import org.latentzoo.model.Phase;
import org.latentzoo.network.Activation;
import org.latentzoo.network.Conditional;
import org.latentzoo.network.Mlp;
import org.latentzoo.network.NormalNetwork;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Variational autoencoder (Kingma and Welling 2014; equations 11, 13 and 15).
 *
 * <pre>
 *   p(z)     = N(0, I)                            [B, K]
 *   p(x | z) = Bernoulli(sigmoid(f(z)))           [B, D]
 *           or N(f(z), sigma^2 I)
 *   q(z | x) = N(mu(x), diag(sigma^2(x)))         [B, K]
 *   loss     = mean[-log p(x | z) + KL(q || p)],  z = mu(x) + sigma(x) eps
 * </pre>
 */
@AutoService(ModelType.class)
@SuppressWarnings("rawtypes")
public final class Vae implements ModelType<Vae.Config> {
  /** The law of the data given the code. */
  public enum Likelihood {
    /** Of bits, from logits. */
    BERNOULLI,
    /** Of real numbers. */
    GAUSSIAN
  }

  /** How a Gaussian likelihood gets its variance. */
  public enum Variance {
    /** Stays at {@code sigma2}. */
    FIXED,
    /** One learnt number for all pixels. */
    SHARED,
    /** A function of the code, for each pixel. */
    PIXEL
  }

  /**
   * The choices of a VAE.
   *
   * @param latent K, the size of the code
   * @param encoder sizes of the encoder's hidden layers
   * @param decoder sizes of the decoder's hidden layers
   * @param activation of the hidden layers
   * @param likelihood of the data given the code
   * @param variance how a Gaussian likelihood gets its variance
   * @param sigma2 the variance where it is FIXED, its initial value where it is SHARED; PIXEL does
   *     not read it and starts near 1 + {@code floor}
   * @param floor the least variance, where it is learnt; above 0 for PIXEL, since the density of a
   *     constant pixel has no bound without it
   */
  public record Config(
      int latent,
      List<Integer> encoder,
      List<Integer> decoder,
      Activation activation,
      Likelihood likelihood,
      Variance variance,
      double sigma2,
      double floor) {
    public Config {
      require(latent >= 1, "latent", "at least 1", latent);
      encoder = sizes("encoder", encoder);
      decoder = sizes("decoder", decoder);
      require(sigma2 > 0 && Double.isFinite(sigma2), "sigma2", "a finite number above 0", sigma2);
      require(floor >= 0 && Double.isFinite(floor), "floor", "a finite number, at least 0", floor);
      boolean starts = variance != Variance.SHARED || sigma2 > floor;
      require(starts, "sigma2", "above model.floor for model.variance=shared", sigma2);
      boolean bounded = variance != Variance.PIXEL || floor > 0;
      require(bounded, "floor", "above 0 for model.variance=pixel", floor);
    }

    private static List<Integer> sizes(String key, List<Integer> sizes) {
      require(sizes.stream().allMatch(n -> n >= 1), key, "layer sizes of at least 1", sizes);
      return List.copyOf(sizes);
    }

    private static void require(boolean holds, String key, String rule, Object value) {
      if (!holds) {
        throw new UserException("model.%s must be %s, got %s.".formatted(key, rule, value));
      }
    }
  }

  @Override
  public String name() {
    return "vae";
  }

  @Override
  public String summary() {
    return "variational autoencoder with an MLP encoder and decoder (Kingma and Welling 2014)";
  }

  @Override
  public Config defaults() {
    return new Config(
        20,
        List.of(400),
        List.of(400),
        Activation.TANH,
        Likelihood.BERNOULLI,
        Variance.SHARED,
        0.1,
        1e-4);
  }

  @Override
  public Model build(Config config, Graph graph, int features) {
    var x = graph.input(Model.DATA, features);
    var posterior = encoder(config, graph, features);
    var likelihood = decoder(config, graph, features);

    var q = posterior.given(x);
    var z = q.sample(graph.noise("eps", q.noise(), config.latent()));
    var p = likelihood.given(z);
    var elbo = new Elbo(p.logProb(x), KullbackLeibler.toStandardNormal(q));
    var weight =
        new ImportanceWeight(elbo.reconstruction(), StandardNormal.logProb(z), q.logProb(z));

    var prior = graph.noise("prior", StandardNormal.noise(), config.latent());
    var codes = graph.input(Model.CODES, config.latent());
    var decoded = likelihood.given(codes);
    var pixels = graph.noise("pixels", decoded.noise(), features);

    return new Model(
        graph,
        List.of(new Phase("loss", elbo.loss(), List.of("encoder", "decoder"))),
        Map.ofEntries(
            entry(Head.ELBO, elbo.value()),
            entry(Head.RECONSTRUCTION, elbo.reconstruction()),
            entry(Head.KL, elbo.kl()),
            entry(Head.LOG_WEIGHT, weight.logarithm()),
            entry(Head.POSTERIOR_SAMPLE, z),
            entry(Head.POSTERIOR_MEAN, q.mean()),
            entry(Head.POSTERIOR_VARIANCE, q.variance()),
            entry(Head.LOG_POSTERIOR, q.pairwiseLogProb(codes)),
            entry(Head.PRIOR_SAMPLE, prior),
            entry(Head.DECODED_MEAN, decoded.mean()),
            entry(Head.DECODED_SAMPLE, decoded.sample(pixels))));
  }

  private static NormalNetwork encoder(Config config, Graph graph, int features) {
    return graph.in(
        "encoder",
        () ->
            NormalNetwork.create(
                graph, features, config.encoder(), config.activation(), config.latent(), 0));
  }

  private static Conditional<? extends Distribution> decoder(Config config, Graph graph, int d) {
    return graph.in(
        "decoder",
        () -> {
          if (config.likelihood() == Likelihood.GAUSSIAN && config.variance() == Variance.PIXEL) {
            return NormalNetwork.create(
                graph, config.latent(), config.decoder(), config.activation(), d, config.floor());
          }
          var f = Mlp.create(graph, config.latent(), config.decoder(), config.activation(), d);
          if (config.likelihood() == Likelihood.BERNOULLI) {
            return z -> new Bernoulli(f.apply(z));
          }
          var logVariance = logVariance(config, graph);
          return z -> new DiagonalNormal(f.apply(z), logVariance);
        });
  }

  private static SDVariable logVariance(Config config, Graph graph) {
    if (config.variance() == Variance.FIXED) {
      return graph.constant(Math.log(config.sigma2()));
    }
    var initial = Initializer.constant(Math.log(config.sigma2() - config.floor()));
    return Maths.logAdd(graph.parameter("log_sigma2", initial), config.floor());
  }
}
