package org.latentzoo.models;

import static java.util.Map.entry;
import static org.latentzoo.check.Rules.require;
import static org.latentzoo.check.Rules.requirePositive;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.latentzoo.distribution.Distribution;
import org.latentzoo.distribution.StandardNormal;
import org.latentzoo.distribution.Support;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Maths;
import org.latentzoo.model.Head;
import org.latentzoo.model.LocalInference.Effort;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelType;
import org.latentzoo.model.Phase;
import org.latentzoo.model.Watch;
import org.latentzoo.network.Activation;
import org.latentzoo.network.Conditional;
import org.latentzoo.network.Likelihood;
import org.latentzoo.network.Mlp;
import org.latentzoo.network.PosteriorFamily;

/**
 * Nonlinear PCA by variational EM, not amortised (equations 8 to 10): every training row n has a
 * q^n of its own, and new rows are fitted one when they are asked about.
 *
 * <pre>
 *   p(z)     = N(0, I)                            [B, K]
 *   p(x | z) = a law given f(z)                   [B, D]
 *   q^n(z)   = normal, full normal, Laplace or logistic, for row n alone
 *   E-step   : steps on mean[-log p(x^n | z) + KL(q^n || p)] by q^1 .. q^N, f held fixed
 *   M-step   : a step on the same by f, q^1 .. q^N held fixed
 * </pre>
 *
 * With a linear f, one variance and full covariances it is probabilistic PCA.
 */
@AutoService(ModelType.class)
@SuppressWarnings("rawtypes")
public final class NonlinearPca implements ModelType<NonlinearPca.Config> {
  /** How E-steps and M-steps go together. */
  public enum Em {
    /** E-steps, then an M-step, on each batch. */
    ALTERNATING,
    /** One step by all of them at once. */
    JOINT
  }

  /**
   * The choices of nonlinear PCA.
   *
   * @param latent K, the size of the code
   * @param posterior the family of q^n
   * @param decoder sizes of the decoder's hidden layers; none for a linear one
   * @param activation of the hidden layers
   * @param likelihood of the data given the code
   * @param em how E-steps and M-steps go together
   * @param steps E-steps a batch where they alternate
   * @param rate of an E-step, times the run's learning rate, where they alternate
   * @param inference how long q is searched for a row that was not trained on
   */
  public record Config(
      int latent,
      PosteriorFamily posterior,
      List<Integer> decoder,
      Activation activation,
      Likelihood likelihood,
      Em em,
      int steps,
      double rate,
      Effort inference) {
    public Config {
      require(latent >= 1, "model.latent", "at least 1", latent);
      require(
          decoder.stream().allMatch(n -> n >= 1),
          "model.decoder",
          "layer sizes of at least 1",
          decoder);
      decoder = List.copyOf(decoder);
      require(steps >= 1, "model.steps", "at least 1", steps);
      requirePositive("model.rate", rate);
    }
  }

  @Override
  public String name() {
    return "nonlinear-pca";
  }

  @Override
  public String summary() {
    return "nonlinear PCA by variational EM, a posterior of each row's own";
  }

  @Override
  public Config defaults() {
    return new Config(
        10,
        PosteriorFamily.NORMAL,
        List.of(200),
        Activation.TANH,
        Likelihood.DEFAULTS,
        Em.ALTERNATING,
        5,
        10,
        new Effort(300, 1, 0.05));
  }

  @Override
  public Support support(Config config) {
    return config.likelihood().support();
  }

  @Override
  public Model build(Config config, Graph graph, int features) {
    int latent = config.latent();
    var x = graph.input(Model.DATA, features);
    Conditional<Distribution> decoder = decoder(config, graph, features);
    var local = LocalPosterior.of(graph, config.posterior(), latent, x, decoder::given);

    var prior = graph.noise("prior", StandardNormal.noise(), latent);
    var codes = graph.input(Model.CODES, latent);
    var decoded = decoder.given(codes);
    var pixels = graph.noise("pixels", decoded.noise(), config.likelihood().noise(features));

    return new Model(
        graph,
        phases(config, local),
        Map.ofEntries(
            entry(Head.ELBO, local.elbo().value()),
            entry(Head.RECONSTRUCTION, local.elbo().reconstruction()),
            entry(Head.KL, local.elbo().kl()),
            entry(Head.LOG_WEIGHT, local.weight().logarithm()),
            entry(Head.POSTERIOR_SAMPLE, local.sample()),
            entry(Head.POSTERIOR_MEAN, local.posterior().mean()),
            entry(Head.POSTERIOR_VARIANCE, local.posterior().variance()),
            entry(Head.LOG_POSTERIOR, local.posterior().pairwiseLogProb(codes)),
            entry(Head.PRIOR_SAMPLE, prior),
            entry(Head.DECODED_MEAN, decoded.mean()),
            entry(Head.DECODED_SAMPLE, decoded.sample(pixels))),
        Optional.of(local.inference(config.inference())));
  }

  private static List<Phase> phases(Config config, LocalPosterior local) {
    var elbo = local.elbo();
    var loss = elbo.loss();
    var terms = Watch.terms(Maths.batchMean(elbo.reconstruction()), Maths.batchMean(elbo.kl()));
    return switch (config.em()) {
      case JOINT ->
          List.of(Phase.of("loss", loss, "decoder", LocalPosterior.NUMBERS).watching(terms));
      case ALTERNATING ->
          List.of(
              Phase.of("inference", loss, LocalPosterior.NUMBERS)
                  .watching(terms)
                  .repeated(config.steps())
                  .atRate(config.rate()),
              Phase.of("loss", loss, "decoder"));
    };
  }

  private static Conditional<Distribution> decoder(Config config, Graph graph, int features) {
    return graph.in(
        "decoder",
        () -> {
          int outputs = features * config.likelihood().outputs();
          var f =
              Mlp.create(graph, config.latent(), config.decoder(), config.activation(), outputs);
          var law = config.likelihood().of(graph, features);
          return z -> law.given(f.apply(z));
        });
  }
}
