package org.latentzoo.models;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.distribution.Posterior;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Ops;
import org.latentzoo.loss.BetaElbo;
import org.latentzoo.loss.Elbo;
import org.latentzoo.loss.ImportanceWeightedBound;
import org.latentzoo.loss.Objective.Bound;
import org.latentzoo.model.Phase;
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

  /** S samples of each row: log p(x | z) and log w, {@code [B, S]}. */
  private record Samples(SDVariable reconstruction, SDVariable logWeights) {}

  List<Phase> phases(Elbo elbo, Posterior q) {
    var objective = config.objective();
    if (objective.bound() == Bound.ELBO) {
      var reconstruction =
          objective.samples() == 1
              ? elbo.reconstruction()
              : samples(false).reconstruction().mean(1);
      var kl =
          flows.isEmpty() ? KullbackLeibler.unitsToStandardNormal(q) : elbo.kl().reshape(-1, 1);
      var loss = new BetaElbo(reconstruction, kl, beta(), objective.freeBits()).loss();
      return List.of(Phase.of("loss", loss, ALL));
    }
    boolean dreg = objective.bound() == Bound.DREG;
    var bound = new ImportanceWeightedBound(samples(dreg).logWeights(), objective.samples());
    return dreg
        ? List.of(
            Phase.of("loss", bound.loss(), "decoder", VaeFlows.PRIOR),
            Phase.of("encoder", bound.doublyReparameterised(beta()), "encoder"))
        : List.of(Phase.of("loss", bound.loss(), ALL));
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
    var logW = logP.add(flows.logPrior(z).sub(logQ).mul(beta()));
    return new Samples(logP.reshape(-1, s), logW.reshape(-1, s));
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
