package org.latentzoo.models;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latentzoo.bijector.Bijector;
import org.latentzoo.bijector.Chain;
import org.latentzoo.bijector.Transformed;
import org.latentzoo.distribution.DiagonalNormal;
import org.latentzoo.distribution.Posterior;
import org.latentzoo.distribution.StandardNormal;
import org.latentzoo.graph.Graph;
import org.latentzoo.network.Activation;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The flows over a VAE's code, where it has some (Rezende and Mohamed 2015; Chen et al. 2017).
 *
 * <pre>
 *   p(z)     = N(f(z); 0, I) |det df/dz|                       [B, K]
 *   q(z | x) : z = h(z_0; c), z_0 ~ q_0(z_0 | x), c the numbers of q_0
 * </pre>
 *
 * @param prior p(z), or null if it is N(0, I)
 * @param posterior h, or null if q is q_0
 */
record VaeFlows(@Nullable Transformed prior, @Nullable Bijector posterior) {
  static final String PRIOR = "prior";
  static final String POSTERIOR = "posterior";

  /**
   * A sample of q(z | x).
   *
   * @param z {@code [B, K]}
   * @param logQ log q(z | x), {@code [B]}
   */
  record Draw(SDVariable z, SDVariable logQ) {}

  static VaeFlows create(Vae.Config config, Graph graph) {
    int latent = config.latent();
    var base = new DiagonalNormal(graph.constant(0), graph.constant(0));
    int numbers = config.posterior().numbers(latent);
    var prior = chain(config.priorFlow(), PRIOR, graph, latent, 0);
    var posterior = chain(config.posteriorFlow(), POSTERIOR, graph, latent, numbers);
    return new VaeFlows(prior == null ? null : new Transformed(base, prior, null), posterior);
  }

  private static @Nullable Bijector chain(
      LatentFlow flow, String scope, Graph graph, int latent, int context) {
    if (flow.layers() == 0) {
      return null;
    }
    var config =
        new Flow.Config(
            Flow.Structure.COUPLING,
            flow.layers(),
            new Flow.Transform(Flow.Transform.Law.AFFINE, 2, 2, 1),
            Flow.Mixing.SCALE,
            List.of(),
            0,
            flow.hidden(),
            Activation.TANH,
            0,
            new Flow.Pixels(0, 1e-6));
    return graph.in(
        scope, () -> new Chain(new FlowLayers(config, graph, latent, context).create()));
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return prior == null && posterior == null;
  }

  /** log p(z), {@code [B]}. */
  SDVariable logPrior(SDVariable z) {
    return prior == null ? StandardNormal.logProb(z) : prior.logProb(z);
  }

  /** z ~ p(z) from standard normal noise. */
  SDVariable samplePrior(SDVariable noise) {
    return prior == null ? noise : prior.sample(noise);
  }

  /**
   * z ~ q(z | x).
   *
   * @param q q_0
   * @param numbers c
   */
  Draw draw(Posterior q, SDVariable numbers, SDVariable noise) {
    var logQ = q.logProbOfSample(noise);
    if (posterior == null) {
      return new Draw(q.sample(noise), logQ);
    }
    var image = posterior.forward(q.sample(noise), numbers);
    return new Draw(image.value(), logQ.sub(image.logDet()));
  }

  /** E[z | x], or with a flow the image of E[z_0 | x]. */
  SDVariable centre(Posterior q, SDVariable numbers) {
    return posterior == null ? q.mean() : posterior.forward(q.mean(), numbers).value();
  }
}
