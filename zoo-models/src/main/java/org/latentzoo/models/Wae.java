package org.latentzoo.models;

import static org.latentzoo.check.Rules.require;
import static org.latentzoo.check.Rules.sizes;

import com.google.auto.service.AutoService;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.latentzoo.distribution.Posterior;
import org.latentzoo.distribution.StandardNormal;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Maths;
import org.latentzoo.loss.Adversary;
import org.latentzoo.loss.MaximumMeanDiscrepancy;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelType;
import org.latentzoo.model.Phase;
import org.latentzoo.model.Watch;
import org.latentzoo.network.Activation;
import org.latentzoo.network.Mlp;
import org.latentzoo.network.PosteriorFamily;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Wasserstein autoencoder (Tolstikhin, Bousquet, Gelly and Schoelkopf 2018; equations 24 and 25):
 * not each q(z | x) but all codes together are held to the prior. It has no likelihood.
 *
 * <pre>
 *   p(z)   = N(0, I)                                         [B, K]
 *   x ~ f(z)                                                 [B, D]
 *   z      = g(x), or N(mu(x), diag(sigma^2(x)))             [B, K]
 *   loss   = mean |x - f(z)|^2 + lambda divergence(q_agg, p)
 *   gan:   divergence by a latent energy E(z; theta), see {@link Adversary}: g lowers the energy of
 *          its codes, theta raises it and lowers that of draws of the prior, in turn
 *   mmd:   divergence by a kernel, see {@link MaximumMeanDiscrepancy}
 * </pre>
 */
@AutoService(ModelType.class)
@SuppressWarnings("rawtypes")
public final class Wae implements ModelType<Wae.Config> {
  /** Steps that codes may take to come to the prior: as good as that they are after 1,800. */
  private static final long SETTLED = 2000;

  private static final String TOO_WEAK =
      "Lambda too small: codes do not follow the prior, so its draws decode to nothing."
          + " Raise model.lambda.";

  /** Of a critic that is right no oftener than {@link #accuracy} allows. */
  private static final String TOO_FAST =
      "Critic too fast: codes swing about the prior and do not settle on it. Lower"
          + " model.adversary.rate or model.adversary.steps, or raise model.lambda.";

  /** What an encoder makes of a row. */
  public enum Encoding {
    /** One code. */
    POINT,
    /** A normal law of codes. */
    NORMAL
  }

  /** How far codes are from the prior. */
  public enum Divergence {
    GAN,
    MMD
  }

  /**
   * The choices of a Wasserstein autoencoder.
   *
   * @param latent K, the size of the code
   * @param encoding what the encoder makes of a row
   * @param encoder sizes of the encoder's hidden layers
   * @param decoder sizes of the decoder's hidden layers
   * @param activation of all hidden layers
   * @param divergence between codes and prior
   * @param lambda its weight
   * @param critic sizes of the hidden layers of E(z; theta), for GAN
   * @param adversary its losses and steps, for GAN
   */
  public record Config(
      int latent,
      Encoding encoding,
      List<Integer> encoder,
      List<Integer> decoder,
      Activation activation,
      Divergence divergence,
      double lambda,
      List<Integer> critic,
      Adversary adversary) {
    public Config {
      require(latent >= 1, "model.latent", "at least 1", latent);
      encoder = sizes("model.encoder", encoder);
      decoder = sizes("model.decoder", decoder);
      critic = sizes("model.critic", critic);
      require(
          lambda >= 0 && Double.isFinite(lambda),
          "model.lambda",
          "a finite number, at least 0",
          lambda);
    }
  }

  @Override
  public String name() {
    return "wae";
  }

  @Override
  public String summary() {
    return "Wasserstein autoencoder, by a latent critic or MMD (Tolstikhin et al. 2018)";
  }

  @Override
  public Config defaults() {
    return new Config(
        8,
        Encoding.POINT,
        List.of(200, 200, 200),
        List.of(200, 200, 200),
        Activation.RELU,
        Divergence.GAN,
        10,
        List.of(256, 256),
        Adversary.DEFAULTS);
  }

  @Override
  public Model build(Config config, Graph graph, int features) {
    int latent = config.latent();
    boolean isPoint = config.encoding() == Encoding.POINT;
    var activation = config.activation();
    int numbers = isPoint ? latent : PosteriorFamily.NORMAL.numbers(latent);
    var encoder =
        graph.in(
            "encoder", () -> Mlp.create(graph, features, config.encoder(), activation, numbers));
    var decoder =
        graph.in(
            "decoder", () -> Mlp.create(graph, latent, config.decoder(), activation, features));
    var x = graph.input(Model.DATA, features);
    var codes = graph.input(Model.CODES, latent);
    var prior = graph.noise("prior", StandardNormal.noise(), latent);
    var heads = new EnumMap<Head, SDVariable>(Head.class);

    var code = encoder.apply(x);
    var z = isPoint ? code : sample(PosteriorFamily.NORMAL.of(code, latent), latent, graph, heads);
    var residual = x.sub(decoder.apply(z));
    var error = Maths.sumLast(residual.mul(residual));
    heads.putIfAbsent(Head.POSTERIOR_MEAN, z);
    heads.put(Head.POSTERIOR_SAMPLE, z);
    heads.put(Head.SQUARED_ERROR, error);
    heads.put(Head.PRIOR_SAMPLE, prior);
    heads.put(Head.DECODED_MEAN, decoder.apply(codes));

    var reconstruction = Maths.batchMean(error);
    var mmd = new MaximumMeanDiscrepancy(z, prior, latent).value();
    if (config.divergence() == Divergence.MMD) {
      return new Model(
          graph,
          List.of(
              autoencoder(reconstruction, mmd, config.lambda())
                  .watching(discrepancy(mmd, TOO_WEAK))),
          heads);
    }
    var adversary = config.adversary();
    var critic =
        graph.in("critic", () -> Mlp.create(graph, latent, config.critic(), activation, 1));
    var ofCodes = critic.apply(z).reshape(-1);
    var ofPrior = critic.apply(prior).reshape(-1);
    var loss = adversary.critic(ofPrior, ofCodes);
    var adversarial = adversary.encoder(ofCodes);
    heads.put(Head.CODE_ENERGY, critic.apply(codes).reshape(-1));
    return new Model(
        graph,
        List.of(
            autoencoder(reconstruction, adversarial, config.lambda())
                .watching(Watch.term("adversarial_loss", adversarial)),
            Phase.of("critic", loss, "critic")
                .watching(
                    Watch.term("critic_loss", loss),
                    accuracy(ofPrior, ofCodes),
                    energy(ofPrior),
                    discrepancy(mmd, TOO_FAST))
                .repeated(adversary.steps())
                .atRate(adversary.rate())),
        heads);
  }

  /** z ~ q(z | x) by the noise "eps", {@code [B, K]}. */
  private static SDVariable sample(
      Posterior q, int latent, Graph graph, Map<Head, SDVariable> heads) {
    heads.put(Head.POSTERIOR_MEAN, q.mean());
    heads.put(Head.POSTERIOR_VARIANCE, q.variance());
    return q.sample(graph.noise("eps", q.noise(), latent));
  }

  private static Phase autoencoder(
      SDVariable reconstruction, SDVariable divergence, double lambda) {
    return Phase.of("loss", reconstruction.add(divergence.mul(lambda)), "encoder", "decoder")
        .reporting(reconstruction);
  }

  /**
   * Of pairs of a code and a draw. Half is chance, and a share s needs a total variation of at
   * least 1 - sqrt(2 (1 - s)) between codes and prior, 0.4 at the bound, whatever the scale of E.
   * It tells the causes apart where {@link #energy} and {@link #discrepancy} do not: codes that
   * lambda does not hold to the prior stay easy to tell from it (0.87 at a tenth of the digits'
   * lambda, 0.66 at all of it), while codes that a fast critic chases swing about the prior, and
   * are told from it less often (0.71 to 0.78 at 10 to 50 times its rate).
   */
  private static Watch accuracy(SDVariable ofPrior, SDVariable ofCodes) {
    return new Watch(
        "critic_accuracy",
        Maths.shareBelow(ofPrior, ofCodes),
        0,
        0.82,
        Watch.WINDOW,
        "Lambda too small: the critic keeps telling codes from draws of the prior. Raise"
            + " model.lambda.");
  }

  /** The best E is log(q_agg / p), so an |E| of 0.8 is of densities a factor 2.2 apart. */
  private static Watch energy(SDVariable ofPrior) {
    return new Watch(
        "critic_energy",
        Maths.batchMean(ofPrior.getSameDiff().math().abs(ofPrior)),
        0,
        0.8,
        Watch.WINDOW,
        TOO_FAST);
  }

  private static Watch discrepancy(SDVariable mmd, String advice) {
    return new Watch("latent_mmd", mmd, -1, 0.1, SETTLED, advice);
  }
}
