package org.latentzoo.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentzoo.sweep.SearchConfig.Kind;

/** What the searches propose. */
class SearchTest {
  private static final int TRIALS = 60;

  /** A rate, a size, a kind and what only one of the kinds has. */
  private static Space mixed() {
    return new Space(
        List.of(
            Parameter.log("rate", 1e-5, 1),
            Parameter.integers("size", 1, 12),
            Parameter.choice("kind", "a", "b", "c", "d"),
            Parameter.continuous("width", -1, 1).when("kind", "b", "c")));
  }

  /** Highest, at 0, where rate = 10^-2.5, size = 7, kind = b and width = 0.4. */
  private static double mixed(Point point) {
    var at = point.settings();
    double rate = Math.log10(Double.parseDouble(at.get("rate"))) + 2.5;
    double size = (Double.parseDouble(at.get("size")) - 7) / 6;
    double width = at.containsKey("width") ? Double.parseDouble(at.get("width")) - 0.4 : 1;
    double kind = at.get("kind").equals("b") ? 0 : 0.5;
    return -(rate * rate + size * size + width * width + kind);
  }

  /** Branin's function, negated: its three optima are at -0.397887. */
  private static Space plane() {
    return new Space(List.of(Parameter.continuous("x", -5, 10), Parameter.continuous("y", 0, 15)));
  }

  private static double branin(Point point) {
    double x = Double.parseDouble(point.settings().get("x"));
    double y = Double.parseDouble(point.settings().get("y"));
    double a = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
    return -(a * a + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10);
  }

  private static double median(Kind kind, boolean plane) {
    var optima =
        LongStream.rangeClosed(1, 20)
            .mapToDouble(
                seed -> {
                  var space = plane ? plane() : mixed();
                  var search = Searches.create(Generators.config(kind, seed, TRIALS), space);
                  return Generators.points(search, TRIALS, p -> score(p, plane)).stream()
                      .mapToDouble(p -> score(p, plane))
                      .max()
                      .orElseThrow();
                })
            .sorted()
            .toArray();
    return (optima[9] + optima[10]) / 2;
  }

  private static double score(Point point, boolean plane) {
    return plane ? branin(point) : mixed(point);
  }

  @Test
  void tpeBeatsRandomSearch() {
    for (boolean plane : new boolean[] {false, true}) {
      double random = median(Kind.RANDOM, plane);
      double tpe = median(Kind.TPE, plane);
      double best = plane ? -0.397887 : 0;
      assertTrue(best - tpe < (best - random) / 2, () -> tpe + " against " + random);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void followsFromTheSeed(Kind kind) {
    var first = points(kind, 1, 25);
    assertEquals(first, points(kind, 1, 25));
    assertEquals(first.subList(0, 10), points(kind, 1, 10));
    assertEquals(kind == Kind.GRID, first.equals(points(kind, 2, 25)));
  }

  private static List<Point> points(Kind kind, long seed, int n) {
    var search = Searches.create(Generators.config(kind, seed, n), mixed());
    return Generators.points(search, n, SearchTest::mixed);
  }

  /** Of 3 x 3 x 4 x 3 combinations, those that differ in nothing but an unused width are one. */
  @Test
  void aGridHasEachPointOnce() {
    var points = points(Kind.GRID, 1, 1000);
    assertEquals(3 * 3 * (2 + 2 * 3), points.size());
    assertEquals(points.size(), new HashSet<>(points).size());
    assertEquals(points.size(), mixed().distinct(3).intValueExact());
    var sizes = points.stream().map(p -> p.settings().get("size")).distinct().toList();
    assertEquals(List.of("1", "6", "12"), sizes);
    var rates = points.stream().map(p -> p.settings().get("rate")).distinct().toList();
    assertEquals(List.of("1.0E-5", "0.00316228", "1.0"), rates);
  }

  /** Conditions on conditions, two on the same value, and one that always holds. */
  @Test
  void aGridIsCountedBeforeItIsVisited() {
    var space =
        new Space(
            List.of(
                Parameter.choice("a", "x", "y", "z"),
                Parameter.choice("b", "p", "q").when("a", "x", "y"),
                Parameter.integers("c", 1, 2).when("b", "q"),
                Parameter.continuous("d", 0, 1).when("a", "y", "z"),
                Parameter.integers("e", 1, 9).when("a", "x", "y", "z")));
    var points = Generators.points(new GridSearch(space, 3), 1000, point -> 0);
    assertEquals(3 * (3 + 3 * 3 + 3), points.size());
    assertEquals(points.size(), space.distinct(3).intValueExact());
  }

  /** Of boxes at the origin, 64 of its points measure the area better than random ones. */
  @Test
  void sobolFillsThePlane() {
    var space =
        new Space(List.of(Parameter.continuous("x", 0, 1), Parameter.continuous("y", 0, 1)));
    assertTrue(discrepancy(Kind.SOBOL, space) < discrepancy(Kind.RANDOM, space) / 2);
  }

  /** The root mean squared error of the share of 64 points in boxes at the origin. */
  private static double discrepancy(Kind kind, Space space) {
    var points =
        Generators.points(Searches.create(Generators.config(kind, 3, 64), space), 64, point -> 0);
    var random = new SplittableRandom(1);
    double sum = 0;
    for (int i = 0; i < 500; i++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      long inside =
          points.stream()
              .filter(p -> Double.parseDouble(p.settings().get("x")) < a)
              .filter(p -> Double.parseDouble(p.settings().get("y")) < b)
              .count();
      sum += Math.pow(inside / 64.0 - a * b, 2);
    }
    return Math.sqrt(sum / 500);
  }

  /** The densities integrate to one, and their draws have their distribution. */
  @Test
  void parzenWindowsAreDensities() {
    var numbers = Parzen.ofNumbers(List.of(0.1, 0.12, 0.9));
    var choices = Parzen.ofChoices(List.of(0.1, 0.6, 0.7), 4);
    for (var density : List.of(numbers, choices)) {
      double sum = 0;
      double below = 0;
      int n = 100_000;
      var random = new SplittableRandom(1);
      int drawn = 0;
      for (int i = 0; i < n; i++) {
        double u = (i + 0.5) / n;
        sum += density.at(u) / n;
        below += u < 0.5 ? density.at(u) / n : 0;
        drawn += density.draw(random) < 0.5 ? 1 : 0;
      }
      assertEquals(1, sum, 1e-6);
      assertEquals(below, drawn / (double) n, 4 * Math.sqrt(0.25 / n));
    }
  }
}
