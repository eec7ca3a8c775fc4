package org.latentzoo.models;

import static org.latentzoo.check.Rules.require;
import static org.latentzoo.check.Rules.sizes;

import com.google.auto.service.AutoService;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.distribution.StandardNormal;
import org.latentzoo.distribution.Support;
import org.latentzoo.graph.Graph;
import org.latentzoo.loss.Elbo;
import org.latentzoo.loss.ImportanceWeight;
import org.latentzoo.loss.Objective;
import org.latentzoo.model.Head;
import org.latentzoo.model.LocalInference.Effort;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelType;
import org.latentzoo.network.Activation;
import org.latentzoo.network.Likelihood;
import org.latentzoo.network.PosteriorFamily;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Variational autoencoder (Kingma and Welling 2014; equations 11 to 15), given labels y where there
 * are classes (Sohn, Lee and Yan 2015).
 *
 * <pre>
 *   p(z)        = N(0, I), or a flow                   [B, K]
 *   p(x | z, y) = Bernoulli, normal, Laplace or categorical, from f(z, y)      [B, D]
 *   q(z | x, y) = normal, Laplace or logistic, from g(x, y): z = A(g(x, y), eps), or a flow of such
 *   loss        = mean[-log p(x | z, y) + KL(q || p)], or another {@link Objective}
 * </pre>
 *
 * With a flow the divergence has no closed form: a sample stands for it, and there is no head KL.
 */
@AutoService(ModelType.class)
@SuppressWarnings("rawtypes")
public final class Vae implements ModelType<Vae.Config> {
  /** From the encoder's q, whose units it can move by several deviations. */
  static final Effort LOCAL_EFFORT = new Effort(1000, 4, 0.02);

  /**
   * The choices of a VAE.
   *
   * @param latent K, the size of the code
   * @param posterior the family of q(z | x)
   * @param channels maps of the convolutions that the encoder starts with, of square images, and
   *     backwards of those that the decoder ends with; none for plain MLPs
   * @param encoder sizes of the encoder's hidden dense layers
   * @param decoder sizes of the decoder's hidden dense layers
   * @param activation of the hidden layers
   * @param classes C of the labels that encoder and decoder are given; 0 for none
   * @param likelihood of the data given the code
   * @param objective what training raises
   * @param priorFlow the flow that p(z) is, if it has layers
   * @param posteriorFlow what follows a sample of the posterior family, if it has layers
   */
  public record Config(
      int latent,
      PosteriorFamily posterior,
      List<Integer> channels,
      List<Integer> encoder,
      List<Integer> decoder,
      Activation activation,
      int classes,
      Likelihood likelihood,
      Objective objective,
      LatentFlow priorFlow,
      LatentFlow posteriorFlow) {
    public Config {
      require(latent >= 1, "model.latent", "at least 1", latent);
      channels = sizes("model.channels", channels);
      encoder = sizes("model.encoder", encoder);
      decoder = sizes("model.decoder", decoder);
      require(classes >= 0, "model.classes", "0 (no labels) or their number", classes);
      boolean dreg = objective.bound() == Objective.Bound.DREG;
      require(
          !dreg || posteriorFlow.layers() == 0,
          "model.posterior-flow.layers",
          "0 for model.objective.bound=dreg",
          posteriorFlow.layers());
    }
  }

  @Override
  public String name() {
    return "vae";
  }

  @Override
  public String summary() {
    return "variational autoencoder (Kingma and Welling 2014)";
  }

  @Override
  public Config defaults() {
    return new Config(
        20,
        PosteriorFamily.NORMAL,
        List.of(),
        List.of(400),
        List.of(400),
        Activation.TANH,
        0,
        Likelihood.DEFAULTS,
        Objective.DEFAULTS,
        LatentFlow.NONE,
        LatentFlow.NONE);
  }

  @Override
  public Support support(Config config) {
    return config.likelihood().support();
  }

  @Override
  public Model build(Config config, Graph graph, int features) {
    int latent = config.latent();
    var x = graph.input(Model.DATA, features);
    var y = config.classes() > 0 ? graph.input(Model.LABELS, config.classes()) : null;
    var networks = VaeNetworks.create(config, graph, features);

    var flows = VaeFlows.create(config, graph);

    var code = networks.encode(x, y);
    var q = config.posterior().of(code, latent);
    var eps = graph.noise("eps", q.noise(), latent);
    var draw = flows.draw(q, code, eps);
    var z = draw.z();
    var logPrior = flows.logPrior(z);
    var divergence =
        flows.isEmpty() ? KullbackLeibler.toStandardNormal(q) : draw.logQ().sub(logPrior);
    var elbo = new Elbo(networks.decode(z, y).logProb(x), divergence);
    var weight = new ImportanceWeight(elbo.reconstruction(), logPrior, draw.logQ());

    var prior = graph.noise("prior", StandardNormal.noise(), latent);
    var codes = graph.input(Model.CODES, latent);
    var decoded = networks.decode(codes, y);
    var pixels = graph.noise("pixels", decoded.noise(), config.likelihood().noise(features));

    var heads = new EnumMap<Head, SDVariable>(Head.class);
    heads.put(Head.ELBO, elbo.value());
    heads.put(Head.RECONSTRUCTION, elbo.reconstruction());
    heads.put(Head.LOG_WEIGHT, weight.logarithm());
    heads.put(Head.POSTERIOR_SAMPLE, z);
    heads.put(Head.POSTERIOR_MEAN, flows.centre(q, code));
    heads.put(Head.PRIOR_SAMPLE, flows.samplePrior(prior));
    heads.put(Head.DECODED_MEAN, decoded.mean());
    heads.put(Head.DECODED_SAMPLE, decoded.sample(pixels));
    if (flows.posterior() == null) {
      heads.put(Head.POSTERIOR_VARIANCE, q.variance());
      heads.put(Head.LOG_POSTERIOR, q.pairwiseLogProb(codes));
    }
    var phases = new VaePhases(config, graph, networks, flows, code, x, y).phases(elbo, q);
    if (!flows.isEmpty()) {
      return new Model(graph, phases, heads);
    }
    var local = LocalPosterior.of(graph, config.posterior(), latent, x, c -> networks.decode(c, y));
    heads.put(Head.KL, elbo.kl());
    heads.put(Head.LOCAL_LOG_WEIGHT, local.weight().logarithm());
    heads.put(Head.LOCAL_START, code);
    return new Model(graph, phases, heads, Optional.of(local.inference(LOCAL_EFFORT)));
  }
}
