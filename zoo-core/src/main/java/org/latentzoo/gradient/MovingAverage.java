package org.latentzoo.gradient;

import java.util.Optional;
import org.latentzoo.graph.Graph;
import org.latentzoo.graph.Initializer;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * REINFORCE with r - c for r, c being the exponential moving average of the rewards of earlier
 * steps. Since c knows nothing of this step's samples, E_q[c grad log q] = 0 and the mean stays.
 *
 * <p>c is a parameter that descends (c - mean r)^2 / 2 by plain steps of length {@link #RATE},
 * taken after c was used.
 *
 * @param graph to make c in
 * @param samples S, codes a row
 */
public record MovingAverage(Graph graph, int samples) implements GradientEstimator {
  /** The scope of c. */
  public static final String SCOPE = "average";

  /** What a step's mean reward counts in c. */
  public static final double RATE = 0.1;

  @Override
  public Estimate of(Problem problem) {
    var drawn = Samples.of(problem, samples);
    var c = create();
    var estimate = Estimate.score(problem, drawn, drawn.rewards().sub(c));
    return estimate.with(estimate.surrogate(), descent(c, drawn.rewards()));
  }

  /** c, from 0. */
  SDVariable create() {
    return graph.in(SCOPE, () -> graph.parameter("c", Initializer.constant(0)));
  }

  /** (c - mean r)^2 / 2. */
  static Optional<SDVariable> descent(SDVariable c, SDVariable rewards) {
    var error = c.sub(Samples.fixed(rewards.mean()));
    return Optional.of(error.mul(error).mul(0.5));
  }
}
