package org.latentzoo.models;

import java.util.function.Function;
import org.latentzoo.distribution.Distribution;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.distribution.Posterior;
import org.latentzoo.distribution.StandardNormal;
import org.latentzoo.graph.Graph;
import org.latentzoo.loss.Elbo;
import org.latentzoo.loss.ImportanceWeight;
import org.latentzoo.model.LocalInference;
import org.latentzoo.model.LocalInference.Effort;
import org.latentzoo.model.Phase;
import org.latentzoo.network.PosteriorFamily;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A q^n(z) of each row's own, with numbers that no network computes: the E-step of equation 10.
 *
 * @param posterior q^n
 * @param sample z ~ q^n, {@code [B, K]}
 * @param elbo of each row under it
 * @param weight log p(x, z) - log q^n(z)
 */
record LocalPosterior(Posterior posterior, SDVariable sample, Elbo elbo, ImportanceWeight weight) {
  /** The name of the rows' own numbers. */
  static final String NUMBERS = "local";

  /** For the latent variables of a model with prior N(0, I). */
  static LocalPosterior of(
      Graph graph,
      PosteriorFamily family,
      int latent,
      SDVariable x,
      Function<SDVariable, Distribution> decoder) {
    var q = family.of(graph.local(NUMBERS, family.numbers(latent)), latent);
    var eps = graph.noise("local_eps", q.noise(), latent);
    var z = q.sample(eps);
    var elbo = new Elbo(decoder.apply(z).logProb(x), KullbackLeibler.toStandardNormal(q));
    var weight =
        new ImportanceWeight(
            elbo.reconstruction(), StandardNormal.logProb(z), q.logProbOfSample(eps));
    return new LocalPosterior(q, z, elbo, weight);
  }

  /** Fits it, the rest of the model held fixed. */
  Phase phase() {
    return Phase.of("inference", elbo.loss(), NUMBERS);
  }

  LocalInference inference(Effort effort) {
    return new LocalInference(phase(), effort);
  }
}
