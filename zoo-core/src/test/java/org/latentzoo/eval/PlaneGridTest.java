package org.latentzoo.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.data.DataConfig;
import org.latentzoo.data.PlaneDensity;

/** Densities of the plane against closed forms. */
class PlaneGridTest {
  private static PlaneDensity normal(double x0, double y0, double s) {
    return (x, y) ->
        Math.exp(-((x - x0) * (x - x0) + (y - y0) * (y - y0)) / (2 * s * s))
            / (2 * Math.PI * s * s);
  }

  /** The entropies are those that the sources' Javadoc and the references name. */
  @ParameterizedTest
  @CsvSource({"eight-gaussians, 6, 2.83158", "two-moons, 3, 1.00758"})
  void densitiesOfSourcesIntegrateToOneAndHaveTheirEntropy(
      String source, double limit, double entropy) {
    var density = DataConfig.of(source).density().orElseThrow();
    var grid = new PlaneGrid(limit, 300);
    var p = grid.of(density);
    double cell = 4 * limit * limit / p.length;
    assertEquals(1, Arrays.stream(p).sum() * cell, 1e-6);
    double minus = Arrays.stream(p).filter(v -> v > 0).map(v -> v * Math.log(v)).sum() * cell;
    assertEquals(entropy, -minus, 2e-5);
  }

  @Test
  void boltzmannOfHalfTheSquaredDistanceIsNormal() {
    var grid = new PlaneGrid(6, 100);
    var points = grid.points().toDoubleMatrix();
    var energies =
        Arrays.stream(points).mapToDouble(x -> (x[0] * x[0] + x[1] * x[1]) / 2 + 7).toArray();
    assertArrayEquals(grid.of(normal(0, 0, 1)), grid.boltzmann(energies), 1e-7);
  }

  /** A normal law is told apart in x and in y, up and down. */
  @Test
  void mixtureIsTheMeanOfNormalLaws() {
    var grid = new PlaneGrid(4, 80);
    var mixture = grid.mixture(new double[][] {{1, 2}, {-1, 0.5}}, 0.3);
    var first = normal(1, 2, 0.3);
    var second = normal(-1, 0.5, 0.3);
    var expected = grid.of((x, y) -> (first.at(x, y) + second.at(x, y)) / 2);
    assertArrayEquals(expected, mixture, 1e-7);
  }

  /** Of N(0, 1) and N(1, 1) along one axis it is 2 Phi(1/2) - 1. */
  @Test
  void totalVariationIsThatOfShiftedNormalLaws() {
    var grid = new PlaneGrid(8, 400);
    double distance = grid.totalVariation(grid.of(normal(0, 0, 1)), grid.of(normal(1, 0, 1)));
    assertEquals(2 * Normality.cumulative(0.5) - 1, distance, 1e-4);
    assertEquals(0, grid.totalVariation(grid.of(normal(0, 0, 1)), grid.of(normal(0, 0, 1))), 0);
  }
}
