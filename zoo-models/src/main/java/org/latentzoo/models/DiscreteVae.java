package org.latentzoo.models;

import static java.util.Map.entry;
import static org.latentzoo.check.Rules.require;
import static org.latentzoo.check.Rules.sizes;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.latentzoo.gradient.Codes;
import org.latentzoo.gradient.Enumeration;
import org.latentzoo.gradient.Estimate;
import org.latentzoo.gradient.Estimator;
import org.latentzoo.gradient.MovingAverage;
import org.latentzoo.gradient.Problem;
import org.latentzoo.gradient.Uniforms;
import org.latentzoo.graph.Graph;
import org.latentzoo.loss.Elbo;
import org.latentzoo.loss.ImportanceWeight;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelType;
import org.latentzoo.model.Phase;
import org.latentzoo.model.Watch;
import org.latentzoo.network.Activation;
import org.latentzoo.network.Likelihood;

/**
 * VAE with discrete codes, trained by the score function (Mnih and Gregor 2014; equations 16 and
 * 17). W is K for bits and K C for choices among C, written as C numbers of which one is 1.
 *
 * <pre>
 *   p(z)     = independent units, uniform or learnt            [B, W]
 *            or sum_z' p(z | z') p(z') with layers above
 *   p(x | z) = a law given f(z)                                [B, D]
 *   q(z | x) = independent units, their logits g(x)            [B, W]
 *   value    = mean[-log p(x | z) + KL(q || p)], the KL of all layers
 *   surrogate: see {@link org.latentzoo.gradient}
 * </pre>
 */
@AutoService(ModelType.class)
@SuppressWarnings("rawtypes")
public final class DiscreteVae implements ModelType<DiscreteVae.Config> {
  /**
   * What a unit of the code is.
   *
   * @param classes C; 2 means bits
   * @param prior the law of a unit when nothing is known
   */
  public record Unit(int classes, Prior prior) {
    /** p(z). */
    public enum Prior {
      /** Every class is as likely as any other. */
      UNIFORM,
      /** Logits that are trained with the rest. */
      LEARNT
    }

    public Unit {
      require(classes >= 2, "model.unit.classes", "at least 2", classes);
    }
  }

  /**
   * The choices of a discrete VAE.
   *
   * @param latent K, the units of the code
   * @param layers L, the stochastic layers: above the code z lie L - 1 more of as many units, each
   *     joined to the next linearly
   * @param unit what a unit is
   * @param encoder sizes of the encoder's hidden layers, and of those of an input-dependent
   *     baseline
   * @param decoder sizes of the decoder's hidden layers
   * @param activation of the hidden layers
   * @param likelihood of the data given the code
   * @param estimator of the gradient by the encoder
   */
  public record Config(
      int latent,
      int layers,
      Unit unit,
      List<Integer> encoder,
      List<Integer> decoder,
      Activation activation,
      Likelihood likelihood,
      Estimator estimator) {
    public Config {
      require(latent >= 1, "model.latent", "at least 1", latent);
      require(layers >= 1, "model.layers", "at least 1", layers);
      encoder = sizes("model.encoder", encoder);
      decoder = sizes("model.decoder", decoder);
      switch (estimator.kind()) {
        case DISARM ->
            require(unit.classes() == 2, "model.unit.classes", "2 for disarm", unit.classes());
        case ENUMERATION -> {
          require(unit.classes() == 2, "model.unit.classes", "2 for enumeration", unit.classes());
          var most = "at most %d for enumeration".formatted(Enumeration.MOST_UNITS);
          require(latent <= Enumeration.MOST_UNITS, "model.latent", most, latent);
        }
        default -> {}
      }
      var kind = estimator.kind();
      var rule = "1 for %s, which draws one layer only".formatted(kind.key());
      require(layers == 1 || kind.isScoreFunction(), "model.layers", rule, layers);
    }
  }

  @Override
  public String name() {
    return "discrete-vae";
  }

  @Override
  public String summary() {
    return "VAE with bits or choices for a code, trained by REINFORCE (Mnih and Gregor 2014)";
  }

  @Override
  public Config defaults() {
    return new Config(
        50,
        1,
        new Unit(2, Unit.Prior.UNIFORM),
        List.of(200),
        List.of(200),
        Activation.LEAKY_RELU,
        Likelihood.DEFAULTS,
        Estimator.DEFAULTS);
  }

  @Override
  public Model build(Config config, Graph graph, int features) {
    var codes = new Codes(config.latent(), config.unit().classes());
    int width = codes.width();
    var x = graph.input(Model.DATA, features);
    var networks = DiscreteVaeNetworks.create(config, codes, graph, features);

    var logits = networks.encode(x);
    var q = codes.law(logits);
    var uniforms = new Uniforms(graph, "", width);
    var z = q.sample(uniforms.of(1));
    var reconstruction = networks.decode(z).logProb(x);
    var prior = networks.prior();
    var terms = prior.at(z, 1);
    var elbo = new Elbo(reconstruction, prior.divergence(logits).sub(terms.reward()));
    var weight = new ImportanceWeight(reconstruction, terms.logProb(), q.logProb(z));
    var problem = new Problem(codes, logits, prior, networks.reward(x), uniforms);

    var given = graph.input(Model.CODES, width);
    var decoded = networks.decode(given);
    var pixels = graph.noise("pixels", decoded.noise(), config.likelihood().noise(features));

    return new Model(
        graph,
        phases(networks.estimator(config, graph, x).of(problem)),
        Map.ofEntries(
            entry(Head.ELBO, elbo.value()),
            entry(Head.RECONSTRUCTION, elbo.reconstruction()),
            entry(Head.KL, elbo.kl()),
            entry(Head.LOG_WEIGHT, weight.logarithm()),
            entry(Head.POSTERIOR_SAMPLE, z),
            entry(Head.POSTERIOR_MEAN, q.mean()),
            entry(Head.POSTERIOR_VARIANCE, q.variance()),
            entry(Head.LOG_POSTERIOR, q.pairwiseLogProb(given)),
            entry(Head.PRIOR_SAMPLE, prior.sample()),
            entry(Head.DECODED_MEAN, decoded.mean()),
            entry(Head.DECODED_SAMPLE, decoded.sample(pixels))));
  }

  private static List<Phase> phases(Estimate estimate) {
    var phases = new ArrayList<Phase>();
    phases.add(
        Phase.of("loss", estimate.surrogate(), "encoder", "decoder", "prior", "baseline")
            .reporting(estimate.value())
            .watching(Watch.terms(estimate.reconstruction(), estimate.kl())));
    estimate
        .average()
        .map(loss -> Phase.of("average", loss, MovingAverage.SCOPE).plain(MovingAverage.RATE))
        .ifPresent(phases::add);
    return phases;
  }
}
