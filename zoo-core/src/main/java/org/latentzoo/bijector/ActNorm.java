package org.latentzoo.bijector;

import org.jspecify.annotations.Nullable;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * z = x exp(s) + b with a scale and a shift for each column (Kingma and Dhariwal 2018).
 *
 * <p>Both start at 0, the identity, and not from the first batch's moments: a run's parameters are
 * a function of its seed alone, and its data are standardised before the flow sees them.
 *
 * @param logScale s, {@code [D]}
 * @param shift b, {@code [D]}
 */
public record ActNorm(SDVariable logScale, SDVariable shift) implements Bijector {
  /** Makes its parameters {@code log_scale [D]} and {@code shift [D]}. */
  public static ActNorm create(Graph graph, int features) {
    return new ActNorm(
        graph.parameter("log_scale", Initializer.constant(0), features),
        graph.parameter("shift", Initializer.constant(0), features));
  }

  @Override
  public Mapped forward(SDVariable x, @Nullable SDVariable context) {
    var scale = x.getSameDiff().math().exp(logScale);
    return Mapped.uniformly(x.mul(scale).add(shift), logScale.sum());
  }

  @Override
  public Mapped inverse(SDVariable z, @Nullable SDVariable context) {
    var scale = z.getSameDiff().math().exp(logScale.neg());
    return Mapped.uniformly(z.sub(shift).mul(scale), logScale.sum().neg());
  }
}
