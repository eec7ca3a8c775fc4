package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentzoo.gradient.DisArm;
import org.latentzoo.gradient.Enumeration;
import org.latentzoo.gradient.Estimator.Kind;
import org.latentzoo.gradient.InputDependent;
import org.latentzoo.gradient.LeaveOneOut;
import org.latentzoo.gradient.MovingAverage;
import org.latentzoo.gradient.Reinforce;
import org.latentzoo.gradient.StraightThrough;
import org.latentzoo.gradient.Vimco;

/** Gradients by the logits of 8 bits against the sum over their 256 codes (equation 16). */
class GradientEstimatorTest {
  private static final int COPIES = 2000;
  private static final int BATCHES = 50;

  private static final Map<Kind, BitsModel.Maker> MAKERS =
      Map.of(
          Kind.REINFORCE, (graph, x) -> new Reinforce(1),
          Kind.MOVING_AVERAGE, (graph, x) -> new MovingAverage(graph, 2),
          Kind.INPUT_DEPENDENT,
              (graph, x) -> new InputDependent(graph, 1, BitsModel.baseline(graph, x)),
          Kind.LEAVE_ONE_OUT, (graph, x) -> new LeaveOneOut(3),
          Kind.VIMCO, (graph, x) -> new Vimco(2),
          Kind.DISARM, (graph, x) -> new DisArm(4),
          Kind.STRAIGHT_THROUGH, (graph, x) -> new StraightThrough(1, 0.5));

  private static Estimates estimates(BitsModel.Maker maker) {
    var estimates = BitsModel.of(maker).gradients(COPIES, BATCHES);
    assertEquals(100_000, estimates.rows().length);
    return estimates;
  }

  private static double[] exact(Kind kind) {
    BitsModel.Maker all =
        kind == Kind.VIMCO ? (g, x) -> new EnumeratedPairs() : (g, x) -> new Enumeration();
    return BitsModel.of(all).gradients(1, 1).rows()[0];
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"STRAIGHT_THROUGH", "ENUMERATION"})
  void meansAreTheEnumeratedGradient(Kind kind) {
    var estimates = estimates(MAKERS.get(kind));
    var exact = exact(kind);
    double worst = estimates.worst(exact);
    assertTrue(worst < 4, () -> worst + " standard errors off");
    double probability = estimates.probability(exact);
    assertTrue(probability > 1e-3, () -> "as far off with probability " + probability);
  }

  @Test
  void straightThroughIsFoundToBeBiased() {
    var estimates = estimates(MAKERS.get(Kind.STRAIGHT_THROUGH));
    var exact = exact(Kind.STRAIGHT_THROUGH);
    double worst = estimates.worst(exact);
    assertTrue(worst > 10, () -> worst + " standard errors off");
    double probability = estimates.probability(exact);
    assertTrue(probability < 1e-12, () -> "as far off with probability " + probability);
  }
}
