package org.latentzoo.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.latentzoo.sweep.Entry.Ended;
import org.latentzoo.sweep.Entry.Proposed;
import org.latentzoo.sweep.Entry.Status;

class ImportanceTest {
  /** Worked by hand: means 2 and 5, total 17.5, within 4, so (13.5 - 1 x 4/4) / 17.5. */
  @Test
  void isEpsilonSquared() {
    int[] groups = {0, 0, 0, 1, 1, 1};
    double[] y = {1, 2, 3, 4, 5, 6};
    assertEquals((13.5 - 1) / 17.5, Importance.epsilonSquared(groups, y), 1e-12);
    assertEquals(0, Importance.epsilonSquared(groups, new double[] {1, 2, 3, 1, 2, 3}), 1e-12);
    assertTrue(Double.isNaN(Importance.epsilonSquared(new int[] {0, 0}, new double[] {1, 2})));
  }

  @Test
  void tiesShareTheirMeanRank() {
    assertArrayEquals(
        new double[] {2.5, 1, 2.5, 4}, Importance.ranks(new double[] {7, -1, 7, 1e300}));
  }

  /** A score of x and of the kind alone, one of them diverging; z says nothing. */
  @Test
  void tellsWhatMattersFromWhatDoesNot() {
    var space =
        Generators.initialised(
            new Space(
                List.of(
                    Parameter.continuous("x", 0, 1),
                    Parameter.choice("kind", "a", "b"),
                    Parameter.continuous("z", 0, 1))));
    var random = new SplittableRandom(1);
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < 200; i++) {
      var units = random.doubles(3).toArray();
      entries.add(new Proposed(i, space.getValue(units), List.of()));
      double score = -Math.pow(units[0] - 0.5, 2) - (units[1] < 0.5 ? 0.05 : 0);
      double shown = i == 0 ? -1e9 : score;
      entries.add(new Ended(i, Status.DONE, shown, 1, 1, null, ""));
    }
    var importance = Results.of(space, entries).importance();
    assertTrue(importance.get("x") > 0.4, importance::toString);
    assertTrue(importance.get("kind") > 0.05, importance::toString);
    assertTrue(importance.get("z") < 0.05, importance::toString);
  }
}
