package org.latentzoo.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.check.UserException;

/** Spaces and plans as files write them. */
class SpaceTest {
  private static final String PLAN =
      """
      preset: toy
      set:
        data.source: two-moons
      seed: 7
      trials: 30
      trial-time: 10m
      search: {kind: tpe, startup: 5}
      stopping: {kind: halving, first: 2}
      space:
        train.optimizer.learning-rate: {log: [0.0001, 0.1]}
        model.max-shift: {continuous: [-1, 2.5]}
        model.latent: {integer: [2, 20]}
        model.hidden: {choice: [[16], [32, 32]]}
        model.prior.learned: {boolean: [false, true]}
        model.prior.scale: {continuous: [1, 3], when: {model.prior.learned: true}}
      """;

  @TempDir private Path temp;

  private SweepPlan plan(String yaml) throws IOException {
    return SweepPlan.load(Files.writeString(temp.resolve("mine.yaml"), yaml).toString());
  }

  @Test
  void readsEveryKindOfRange() throws IOException {
    var plan = plan(PLAN);
    var space = plan.space();
    assertEquals(6, space.numParameters());
    var random = new SplittableRandom(1);
    int conditional = 0;
    for (int i = 0; i < 200; i++) {
      new RandomPoint(space, random).check();
      conditional += new RandomPoint(space, random).conditional();
    }
    assertTrue(conditional > 60 && conditional < 140, "a half of the points: " + conditional);
    assertEquals(30, plan.config().trials());
    assertEquals(StoppingConfig.Kind.HALVING, plan.config().stopping().kind());
    assertEquals(600, plan.config().limit().orElseThrow().toSeconds());
  }

  /** A random point and what must be true of it. */
  private record RandomPoint(Space space, Point point) {
    RandomPoint(Space space, SplittableRandom random) {
      this(space, Generators.initialised(space).getValue(random.doubles(6).toArray()));
    }

    void check() {
      var at = point.settings();
      double rate = Double.parseDouble(at.get("train.optimizer.learning-rate"));
      assertTrue(rate >= 1e-4 && rate <= 0.1);
      double shift = Double.parseDouble(at.get("model.max-shift"));
      assertTrue(shift >= -1 && shift <= 2.5);
      int latent = Integer.parseInt(at.get("model.latent"));
      assertTrue(latent >= 2 && latent <= 20);
      assertTrue(List.of("[16]", "[32, 32]").contains(at.get("model.hidden")));
      assertEquals(
          at.get("model.prior.learned").equals("true"), at.containsKey("model.prior.scale"));
    }

    int conditional() {
      return point.settings().containsKey("model.prior.scale") ? 1 : 0;
    }
  }

  @Test
  void aPointIsAPreset() throws IOException {
    var plan = plan(PLAN);
    var space = Generators.initialised(plan.space());
    var point = space.getValue(new double[] {0.5, 0, 1, 0.9, 0.9, 0.5});
    assertEquals(
        "train.optimizer.learning-rate=0.00316228, model.max-shift=-1.0, model.latent=20,"
            + " model.hidden=[32, 32], model.prior.learned=true, model.prior.scale=2.0",
        point.toString());
    var tree = plan.preset(point).toTree();
    assertEquals("[32,32]", tree.at("/model/hidden").toString());
    assertEquals(2.0, tree.at("/model/prior/scale").asDouble());
    assertTrue(tree.path("expected").isMissingNode(), "another model reaches another figure");
  }

  /** Arbiter's logarithms and six digits would end beyond the bounds. */
  @Test
  void endsAtItsBounds() {
    double low = 1e-3 / 3;
    var space = Generators.initialised(new Space(List.of(Parameter.log("x", low, 0.3))));
    assertEquals("0.3", space.getValue(new double[] {1}).settings().get("x"));
    assertEquals(String.valueOf(low), space.getValue(new double[] {0}).settings().get("x"));
  }

  @Test
  void theResolvedPlanLoadsBackEqual() throws IOException {
    var plan = plan(PLAN);
    var again = plan(plan.toYaml());
    assertEquals(plan.toYaml(), again.toYaml());
    assertEquals(plan.space().parameters(), again.space().parameters());
    assertEquals(plan.config(), again.config());
    assertEquals(plan.base().name(), again.base().name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model.latnet: {integer: [2, 4]}  | Did you mean 'model.latent'?",
        "model.latent: {continuous: [2, 4.5]} | Key 'model.latent' must be a whole number",
        "model.latent: {integer: [0, 4]}  | model.latent must be at least 1, got 0",
        "model.latent: {integer: [4, 2]}  | from a lower number to a higher one, got [4, 2]",
        "model.latent: {integer: [2]}     | two whole numbers",
        "model.latent: {integer: 2}       | two whole numbers",
        "model.latent: {range: [2, 4]}    | one of continuous, log, integer, choice, boolean",
        "model.latent: 3                  | one of continuous, log, integer, choice, boolean",
        "model.max-shift: {continuous: [1, 1]}  | from a lower number to a higher one",
        "model.max-shift: {continuous: [1, inf]} | two numbers",
        "model.max-shift: {log: [0, 1]}   | above 0 where it is logarithmic",
        "model.hidden: {choice: []}       | a choice of one or more values, got []",
        "model.note: {choice: [a, b, a]}  | a choice of one or more values, got [a, b, a]",
        "model.noise: {choice: [none, loud]} | 'loud'",
        "model.prior.learned: {boolean: [1, 2]} | boolean: [false, true]",
        "model.latent: {integer: [2, 4], when: {model.noise: none}} | is no choice or boolean above",
        "model.latent: {integer: [2, 4], when: none} | when: {KEY: VALUE}"
      })
  void refusesRanges(String range, String part) {
    assertRefused("preset: toy\nspace:\n  " + range, part);
  }

  @Test
  void refusesPlans() {
    assertRefused("preset: toy", "'space' must be a block");
    assertRefused("preset: toy\nspace: {}", "'space' has none");
    assertRefused("space: {model.latent: {integer: [1, 2]}}", "Key 'preset' must name");
    assertRefused("preset: toi\nspace: {}", "Did you mean 'toy'?");
    var ranged = "preset: toy\nspace: {model.latent: {integer: [1, 1000]}}\n";
    assertRefused(ranged + "trails: 3", "Did you mean 'trials'?");
    assertRefused(ranged + "trials: 0", "trials must be at least 1, got 0");
    assertRefused(ranged + "trial-time: soon", "90s, 10m or 2h, got 'soon'");
    assertRefused(
        ranged + "search: {kind: grid, points: 30}",
        "The grid has 30 trials, more than trials: 20");
    assertRefused(
        "preset: toy\nsearch: {kind: grid, points: 100000}\nspace:\n"
            + "  model.max-shift: {continuous: [0, 1]}\n  model.prior.scale: {continuous: [0, 1]}",
        "The grid has 10,000,000,000 trials");
    assertRefused("[preset, toy]", "must be a block of keys, got array. Begin it with");
    var never = "{integer: [1, 2], when: {model.noise: loud}}";
    assertRefused(
        "preset: toy\nspace: {model.noise: {choice: [none]}, model.latent: " + never + "}",
        "conditional on 'model.noise' being [loud], which must be of [none]");
  }

  /** Two lines of points that never meet: their grid counts each by itself, and visits a plane. */
  @Test
  void gridsCountWhatConditionsLeave() throws IOException {
    var yaml =
        """
        preset: toy
        trials: 202
        search: {kind: grid, points: 101}
        space:
          model.noise: {choice: [none, heavy-tailed]}
          model.prior.scale: {continuous: [1, 3], when: {model.noise: none}}
          model.max-shift: {continuous: [0, 1], when: {model.noise: heavy-tailed}}
        """;
    assertEquals(202, plan(yaml).space().distinct(101).intValueExact());
    assertRefused(yaml.replace("202", "201"), "The grid has 202 trials, more than trials: 201");
    assertRefused(
        yaml.replace("202", "2002").replace("101", "1001"),
        "at most 1,000,000 combinations before its conditions, has 2,004,002");
  }

  @Test
  void refusesARangeTwice() {
    var range = Parameter.continuous("x", 0, 1);
    var e = assertThrows(UserException.class, () -> new Space(List.of(range, range)));
    assertEquals(
        "Range 'x' must stand in 'space' once, stands there twice. Leave one out.", e.getMessage());
  }

  private void assertRefused(String yaml, String part) {
    var e = assertThrows(UserException.class, () -> plan(yaml));
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }
}
