package org.latentzoo.eval;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import org.latentzoo.data.PlaneDensity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Densities of the plane, as their values in the centres of {@code side} x {@code side} cells of
 * the square of half side {@code limit} around the origin; row by row, the largest y first, as
 * pictures are drawn.
 */
public record PlaneGrid(double limit, int side) {
  /** Half the sum of |p - q| over the cells: from 0 for equal laws to 1 for disjoint ones. */
  public double totalVariation(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += Math.abs(p[i] - q[i]);
    }
    return sum / 2 * width() * width();
  }

  /** exp(-E) / Z with Z the integral over the grid. */
  public double[] boltzmann(double[] energies) {
    double least = Arrays.stream(energies).min().orElseThrow();
    var p = Arrays.stream(energies).map(e -> Math.exp(least - e)).toArray();
    double z = Arrays.stream(p).sum() * width() * width();
    return Arrays.stream(p).map(v -> v / z).toArray();
  }

  /** A density that is known. */
  public double[] of(PlaneDensity density) {
    return values(density::at);
  }

  /** 1/M sum_m N(x; c_m, s^2 I) for centres c, {@code [M, 2]}; cells beyond 6 s count as 0. */
  public double[] mixture(double[][] centres, double deviation) {
    var p = new double[side * side];
    double variance = deviation * deviation;
    double height = 1 / (2 * Math.PI * variance * centres.length);
    double reach = 6 * deviation;
    var across = new double[side];
    for (var c : centres) {
      int first = column(c[0] - reach);
      int last = column(c[0] + reach);
      for (int j = first; j <= last; j++) {
        across[j] = Math.exp(-(x(j) - c[0]) * (x(j) - c[0]) / (2 * variance));
      }
      for (int i = row(c[1] + reach); i <= row(c[1] - reach); i++) {
        double down = height * Math.exp(-(y(i) - c[1]) * (y(i) - c[1]) / (2 * variance));
        for (int j = first; j <= last; j++) {
          p[i * side + j] += down * across[j];
        }
      }
    }
    return p;
  }

  /** The cells' centres, {@code [side side, 2]}, DOUBLE. */
  public INDArray points() {
    var x = values((a, b) -> a);
    var y = values((a, b) -> b);
    return Nd4j.createFromArray(new double[][] {x, y}).transpose().dup('c');
  }

  private double[] values(DoubleBinaryOperator f) {
    var values = new double[side * side];
    Arrays.setAll(values, n -> f.applyAsDouble(x(n % side), y(n / side)));
    return values;
  }

  private double width() {
    return 2 * limit / side;
  }

  private double x(int column) {
    return -limit + (column + 0.5) * width();
  }

  private double y(int row) {
    return -x(row);
  }

  private int column(double x) {
    return (int) Math.max(0, Math.min(side - 1, Math.floor((x + limit) / width())));
  }

  private int row(double y) {
    return column(-y);
  }
}
