package org.latentzoo.gradient;

import org.latentzoo.distribution.DiscretePosterior;
import org.latentzoo.graph.Graph;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Independent units: the whole divergence is known in closed form.
 *
 * @param codes what z is
 * @param graph in which samples are drawn
 * @param logits of p(z), {@code [1, W]}
 */
public record IndependentPrior(Codes codes, Graph graph, SDVariable logits) implements Prior {
  @Override
  public SDVariable divergence(SDVariable q) {
    return codes.divergence(q, logits);
  }

  @Override
  public Terms at(SDVariable z, int samples) {
    var logProb = law().logProb(z);
    var nothing = z.getSameDiff().zerosLike(logProb);
    return new Terms(logProb, nothing, nothing);
  }

  @Override
  public SDVariable sample() {
    return law().sample(graph.noise("prior", law().noise(), codes.width()));
  }

  private DiscretePosterior law() {
    return codes.law(logits);
  }
}
