package org.latentzoo.models;

import java.util.function.Function;
import org.latentzoo.distribution.Distribution;
import org.latentzoo.distribution.KullbackLeibler;
import org.latentzoo.distribution.Posterior;
import org.latentzoo.distribution.StandardNormal;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Maths;
import org.latentzoo.graph.Ops;
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
 * @param landing the same with q^n held fixed in its logarithm: its gradient by the numbers of q^n
 *     has the mean of the ELBO's, and no variance where q^n is the posterior (Roeder, Wu and
 *     Duvenaud 2017), so that a search can end there
 */
record LocalPosterior(
    Posterior posterior,
    SDVariable sample,
    Elbo elbo,
    ImportanceWeight weight,
    ImportanceWeight landing) {
  /** The name of the rows' own numbers. */
  static final String NUMBERS = "local";

  /** For the latent variables of a model with prior N(0, I). */
  static LocalPosterior of(
      Graph graph,
      PosteriorFamily family,
      int latent,
      SDVariable x,
      Function<SDVariable, Distribution> decoder) {
    var numbers = graph.local(NUMBERS, family.numbers(latent));
    var q = family.of(numbers, latent);
    var eps = graph.noise("local_eps", q.noise(), latent);
    var z = q.sample(eps);
    var elbo = new Elbo(decoder.apply(z).logProb(x), KullbackLeibler.toStandardNormal(q));
    var prior = StandardNormal.logProb(z);
    var fixed = family.of(Ops.stopGradient(numbers), latent);
    return new LocalPosterior(
        q,
        z,
        elbo,
        new ImportanceWeight(elbo.reconstruction(), prior, q.logProbOfSample(eps)),
        new ImportanceWeight(elbo.reconstruction(), prior, fixed.logProb(z)));
  }

  /** Finds it for rows that were not trained on. */
  LocalInference inference(Effort effort) {
    var loss = Maths.batchMean(landing.logarithm()).neg();
    return new LocalInference(Phase.of("search", loss, NUMBERS), effort);
  }
}
