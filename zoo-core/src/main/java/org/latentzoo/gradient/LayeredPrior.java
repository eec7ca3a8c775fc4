package org.latentzoo.gradient;

import org.latentzoo.network.Network;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * One more stochastic layer z' above z, p(z) = sum_z' p(z | z') p(z'), with a q(z' | z) of its own
 * (Neal 1992; Mnih and Gregor 2014). In place of log p(z) stands
 *
 * <pre>log p(z | z') + log p(z') - log q(z' | z),   z' ~ q(z' | z),</pre>
 *
 * of which KL(q(z' | z) || p(z')) is taken in closed form as far as the layer above knows it.
 *
 * @param codes what z and z' are
 * @param above p(z')
 * @param up the logits of q(z' | z)
 * @param down the logits of p(z | z')
 * @param uniforms that draw z'
 */
public record LayeredPrior(Codes codes, Prior above, Network up, Network down, Uniforms uniforms)
    implements Prior {
  @Override
  public SDVariable divergence(SDVariable logits) {
    return codes.law(logits).entropy().neg();
  }

  @Override
  public Terms at(SDVariable z, int samples) {
    var logits = up.apply(z);
    var q = codes.law(logits);
    var drawn = Samples.fixed(q.sample(uniforms.of(samples)));
    var logQ = q.logProb(drawn);
    var logProb = codes.law(down.apply(drawn)).logProb(z);
    var higher = above.at(drawn, samples);
    return new Terms(
        logProb.add(higher.logProb()).sub(logQ),
        logProb.add(higher.reward()).sub(above.divergence(logits)),
        logQ.add(higher.score()));
  }

  @Override
  public SDVariable sample() {
    var logits = down.apply(above.sample());
    return codes.law(logits).sample(uniforms.of(1));
  }
}
