package org.latentzoo.models;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.distribution.Posterior;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Maths;
import org.latentzoo.graph.Ops;
import org.latentzoo.loss.BetaElbo;
import org.latentzoo.loss.Elbo;
import org.latentzoo.loss.ImportanceWeightedBound;
import org.latentzoo.loss.Objective.Bound;
import org.latentzoo.model.Phase;
import org.latentzoo.model.Watch;
import org.nd4j.autodiff.samediff.SDVariable;

/** The losses that train a VAE towards its objective. */
record VaePhases(
    Vae.Config config,
    Graph graph,
    VaeNetworks networks,
    VaeFlows flows,
    SDVariable code,
    SDVariable x,
    @Nullable SDVariable y) {

  private static final String[] ALL = {"encoder", "decoder", VaeFlows.PRIOR, VaeFlows.POSTERIOR};

  /** S samples of each row: log p(x | z), log q(z | x) - log p(z) and log w, {@code [B, S]}. */
  private record Samples(SDVariable reconstruction, SDVariable kl, SDVariable logWeights) {}

  List<Phase> phases(Elbo elbo, Posterior q) {
    var objective = config.objective();
    if (objective.bound() == Bound.ELBO) {
      var reconstruction =
          objective.samples() == 1
              ? elbo.reconstruction()
              : samples(false).reconstruction().mean(1);
      var kl =
          flows.isEmpty() ? KullbackLeibler.unitsToStandardNormal(q) : elbo.kl().reshape(-1, 1);
      var bound = BetaElbo.of(reconstruction, kl, beta(), objective.freeBits());
      return List.of(phase(bound.loss(), bound.reconstruction(), bound.kl(), ALL));
    }
    boolean dreg = objective.bound() == Bound.DREG;
    var samples = samples(dreg);
    var bound = new ImportanceWeightedBound(samples.logWeights(), objective.samples());
    var scopes = dreg ? new String[] {"decoder", VaeFlows.PRIOR} : ALL;
    var reconstruction = Maths.batchMean(samples.reconstruction());
    var phase = phase(bound.loss(), reconstruction, Maths.batchMean(samples.kl()), scopes);
    return dreg
        ? List.of(phase, Phase.of("encoder", bound.doublyReparameterised(beta()), "encoder"))
        : List.of(phase);
  }

  private static Phase phase(
      SDVariable loss, SDVariable reconstruction, SDVariable kl, String... scopes) {
    return Phase.of("loss", loss, scopes).watching(Watch.terms(reconstruction, kl));
  }

  /**
   * Draws S samples a row.
   *
   * @param fixed whether q is held fixed inside the weights, so that its gradient passes through
   *     the samples alone
   */
  private Samples samples(boolean fixed) {
    int latent = config.latent();
    int s = config.objective().samples();
    var numbers = Ops.repeatRows(code, s, config.posterior().numbers(latent));
    var q = config.posterior().of(numbers, latent);
    var eps = graph.noise("samples", q.noise(), (long) s * latent).reshape(-1, latent);
    var draw = flows.draw(q, numbers, eps);
    var z = draw.z();
    var logQ =
        fixed ? config.posterior().of(Ops.stopGradient(numbers), latent).logProb(z) : draw.logQ();
    var labels = y == null ? null : Ops.repeatRows(y, s, config.classes());
    var rows = Ops.repeatRows(x, s, x.placeholderShape()[1]);
    var logP = networks.decode(z, labels).logProb(rows);
    var kl = logQ.sub(flows.logPrior(z));
    var logW = logP.sub(kl.mul(beta()));
    return new Samples(logP.reshape(-1, s), kl.reshape(-1, s), logW.reshape(-1, s));
  }

  private SDVariable beta() {
    var objective = config.objective();
    var sd = graph.sameDiff();
    if (objective.warmup() == 0) {
      return graph.constant(objective.beta());
    }
    return sd.hasVariable("beta")
        ? sd.getVariable("beta")
        : graph.schedule("beta", objective::beta);
  }
}
