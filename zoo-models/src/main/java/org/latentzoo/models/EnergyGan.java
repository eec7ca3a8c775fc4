package org.latentzoo.models;

import static java.util.Map.entry;
import static org.latentzoo.check.Rules.require;
import static org.latentzoo.check.Rules.requirePositive;
import static org.latentzoo.check.Rules.sizes;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;
import org.latentzoo.distribution.StandardNormal;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Maths;
import org.latentzoo.graph.Noise;
import org.latentzoo.graph.Ops;
import org.latentzoo.loss.EnergyGame;
import org.latentzoo.loss.MixtureEntropy;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelType;
import org.latentzoo.model.Phase;
import org.latentzoo.model.Watch;
import org.latentzoo.network.Activation;
import org.latentzoo.network.Mlp;
import org.latentzoo.network.NormalNetwork;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Energy-based GAN in data space (Kim and Bengio 2016; Dai et al. 2017; equations 21 to 23): an
 * energy whose negative phase comes from a generator, which an entropy keeps from collapsing. An
 * inverse model q(z | x) encodes, and can bound that entropy.
 *
 * <pre>
 *   p(z)        = N(0, I)                                                  [B, K]
 *   E(x; theta) = f(x) + |x|^2 / (2 s^2), so that exp(-E) has an integral  [B]
 *   p_g(x)      = integral p(z) N(x; g(z), eps^2 I) dz                     [B, D]
 *   q(z | x)    = N(mu(x), diag(sigma^2(x)))                               [B, K]
 *   losses: see {@link EnergyGame}
 * </pre>
 */
@AutoService(ModelType.class)
@SuppressWarnings("rawtypes")
public final class EnergyGan implements ModelType<EnergyGan.Config> {
  /** Steps in which the players should have found each other. */
  private static final long SETTLED = 1000;

  private static final String SLOWER =
      "Lower model.rate, or raise model.steps or model.regularizer.";

  /** The least variance of q: a code is known no better than float tells rows apart. */
  private static final double FLOOR = 1e-6;

  /** What bounds the generator's entropy from below. */
  public enum Entropy {
    /** q(z | x): loose where p(z | x) is no normal law of independent units. */
    INVERSE,
    /** The density of a batch of codes: loose where a row has few of their centres within eps. */
    MIXTURE
  }

  /**
   * The choices of an energy-based GAN.
   *
   * @param latent K, the size of the code
   * @param generator sizes of the hidden layers of g
   * @param inverse sizes of the hidden layers of q
   * @param energy sizes of the hidden layers of f
   * @param activation of all hidden layers
   * @param entropy what bounds the generator's entropy
   * @param noise eps, the standard deviation of the generator's density around g(z)
   * @param blur the standard deviation of noise that rows get in training; with {@code eps} rows
   *     that lie on a surface have a density too, and the same spread around it
   * @param spread s, the standard deviation of what p(x; theta) is before anything is learnt
   * @param regularizer r of the energy's squares
   * @param rate of the energy's steps, as a multiple of the run's learning rate
   * @param steps of the generator for each of the energy
   */
  public record Config(
      int latent,
      List<Integer> generator,
      List<Integer> inverse,
      List<Integer> energy,
      Activation activation,
      Entropy entropy,
      double noise,
      double blur,
      double spread,
      double regularizer,
      double rate,
      int steps) {
    public Config {
      require(latent >= 1, "model.latent", "at least 1", latent);
      generator = sizes("model.generator", generator);
      inverse = sizes("model.inverse", inverse);
      energy = sizes("model.energy", energy);
      requirePositive("model.noise", noise);
      require(
          blur >= 0 && Double.isFinite(blur), "model.blur", "a finite number, at least 0", blur);
      requirePositive("model.spread", spread);
      boolean bounded = regularizer >= 0 && Double.isFinite(regularizer);
      require(bounded, "model.regularizer", "a finite number, at least 0", regularizer);
      requirePositive("model.rate", rate);
      require(steps >= 1, "model.steps", "at least 1", steps);
    }
  }

  @Override
  public String name() {
    return "energy-gan";
  }

  @Override
  public String summary() {
    return "energy-based GAN with an entropy of the generator (Dai et al. 2017)";
  }

  @Override
  public Config defaults() {
    return new Config(
        8,
        List.of(128, 128),
        List.of(128, 128),
        List.of(128, 128),
        Activation.TANH,
        Entropy.INVERSE,
        0.1,
        0,
        1,
        0.01,
        0.5,
        1);
  }

  @Override
  public Model build(Config config, Graph graph, int features) {
    int latent = config.latent();
    var activation = config.activation();
    var g =
        graph.in(
            "generator", () -> Mlp.create(graph, latent, config.generator(), activation, features));
    var inverse =
        graph.in(
            "inverse",
            () ->
                NormalNetwork.create(graph, features, config.inverse(), activation, latent, FLOOR));
    var f = graph.in("energy", () -> Mlp.create(graph, features, config.energy(), activation, 1));

    var x = graph.input(Model.DATA, features);
    var codes = graph.input(Model.CODES, latent);
    var prior = graph.noise("prior", StandardNormal.noise(), latent);
    var pixels = graph.noise("pixels", Noise.NORMAL, features).mul(config.noise());
    var eps = graph.noise("eps", Noise.NORMAL, latent);

    var centres = g.apply(prior);
    var generated = centres.add(pixels);
    var rows =
        config.blur() == 0
            ? x
            : x.add(graph.noise("blur", Noise.NORMAL, features).mul(config.blur()));
    var ofRows = f.apply(rows).reshape(-1);
    var ofGenerated = f.apply(generated).reshape(-1);
    var game =
        new EnergyGame(ofRows.add(base(rows, config)), ofGenerated.add(base(generated, config)));
    boolean isMixture = config.entropy() == Entropy.MIXTURE;
    var ofCodes = inverse.given(isMixture ? Ops.stopGradient(generated) : generated).logProb(prior);
    var entropy =
        isMixture
            ? new MixtureEntropy(generated, centres, config.noise(), features).perRow()
            : ofCodes;
    var loss = game.generator(entropy);
    var learnt = isMixture ? loss.sub(Maths.batchMean(ofCodes)) : loss;
    var energy = game.energy(ofRows, ofGenerated, config.regularizer());
    var q = inverse.given(x);
    var decoded = g.apply(codes);

    return new Model(
        graph,
        List.of(
            Phase.of("loss", learnt, "generator", "inverse")
                .reporting(loss)
                .repeated(config.steps())
                .watching(
                    Watch.term("energy_generated", Maths.batchMean(game.generated())),
                    Watch.term("entropy", Maths.batchMean(entropy)),
                    diversity(generated, rows)),
            Phase.of("energy", energy, "energy")
                .atRate(config.rate())
                .watching(
                    Watch.term("energy_loss", energy),
                    Watch.term("energy_data", Maths.batchMean(game.data())),
                    accuracy(game),
                    steepness(game, features))),
        Map.ofEntries(
            entry(Head.ENERGY, f.apply(x).reshape(-1).add(base(x, config))),
            entry(Head.POSTERIOR_SAMPLE, q.sample(eps)),
            entry(Head.POSTERIOR_MEAN, q.mean()),
            entry(Head.POSTERIOR_VARIANCE, q.variance()),
            entry(Head.PRIOR_SAMPLE, prior),
            entry(Head.DECODED_MEAN, decoded),
            entry(Head.DECODED_VARIANCE, decoded.mul(0).add(config.noise() * config.noise())),
            entry(Head.DECODED_SAMPLE, decoded.add(pixels))));
  }

  /** The total variance of generated rows by that of rows. */
  private static Watch diversity(SDVariable generated, SDVariable rows) {
    return new Watch(
        "diversity",
        variance(generated).mul(variance(rows).add(1e-12).rdiv(1)),
        0.5,
        2,
        SETTLED,
        "Generated rows should vary as much as rows do, 1. Lower model.rate, or raise model.steps"
            + " or model.noise.");
  }

  private static SDVariable variance(SDVariable rows) {
    var deviation = rows.sub(rows.mean(0));
    return deviation.mul(deviation).mean();
  }

  private static Watch accuracy(EnergyGame game) {
    return new Watch(
        "energy_accuracy",
        Maths.shareBelow(game.data(), game.generated()),
        0,
        0.9,
        SETTLED,
        "Energy too fast: it tells nearly every generated row from a row. " + SLOWER);
  }

  /**
   * The standard deviation of E over rows by sqrt(D). Of -log p(x) for x ~ p it is sqrt(1/2) if p
   * is normal, and at most 1 if p is log-concave (Nguyen 2013; Fradelizi, Madiman and Wang 2016),
   * whatever the scale of x; twice that leaves room for other laws.
   */
  private static Watch steepness(EnergyGame game, int features) {
    return new Watch(
        "energy_steepness",
        game.data().std(false).mul(1 / Math.sqrt(features)),
        0,
        2,
        SETTLED,
        "Energy too fast: it varies over rows by more than -log p can. " + SLOWER);
  }

  /** |x|^2 / (2 s^2). */
  private static SDVariable base(SDVariable x, Config config) {
    return Maths.sumLast(x.mul(x)).mul(0.5 / (config.spread() * config.spread()));
  }
}
