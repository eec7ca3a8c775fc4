package org.latentzoo.sweep;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.commons.math3.special.Erf;

/** A density on [0, 1] by Parzen's windows, its prior one window among those of the data. */
interface Parzen {
  /** p(u). */
  double at(double u);

  /** A draw. */
  double draw(SplittableRandom random);

  /**
   * Of numbers: a mixture of normals cut off at 0 and 1, one at each number and one at 1/2 with
   * standard deviation 1. A number's standard deviation is the larger distance to its neighbours,
   * at least 1 / (1 + n) and 1/100.
   */
  static Parzen ofNumbers(List<Double> units) {
    var centres =
        Stream.concat(units.stream(), Stream.of(0.5)).mapToDouble(u -> u).sorted().toArray();
    int prior = Arrays.binarySearch(centres, 0.5);
    double least = 1 / Math.min(100.0, 1.0 + units.size());
    var widths = new double[centres.length];
    for (int i = 0; i < widths.length; i++) {
      double left = centres[i] - (i == 0 ? 0 : centres[i - 1]);
      double right = (i == widths.length - 1 ? 1 : centres[i + 1]) - centres[i];
      widths[i] = Math.max(least, Math.max(left, right));
    }
    widths[prior] = 1;
    return Normals.of(centres, widths);
  }

  /** Of {@code n} choices, each as wide as the others: shares of the data and one more of each. */
  static Parzen ofChoices(List<Double> units, int n) {
    var shares = new double[n];
    Arrays.fill(shares, 1.0 / (units.size() + n));
    units.forEach(u -> shares[Math.min(n - 1, (int) (u * n))] += 1.0 / (units.size() + n));
    return new Choices(shares);
  }

  /** (1/M) sum_m N(u | centre_m, width_m^2) / mass_m, that of its part within [0, 1]. */
  record Normals(double[] centres, double[] widths, double[] masses) implements Parzen {
    private static final double ROOT = Math.sqrt(2);

    static Normals of(double[] centres, double[] widths) {
      var masses = new double[centres.length];
      for (int m = 0; m < masses.length; m++) {
        double scale = widths[m] * ROOT;
        masses[m] = Erf.erf(-centres[m] / scale, (1 - centres[m]) / scale) / 2;
      }
      return new Normals(centres, widths, masses);
    }

    @Override
    public double at(double u) {
      double sum = 0;
      for (int m = 0; m < centres.length; m++) {
        double z = (u - centres[m]) / widths[m];
        sum += Math.exp(-z * z / 2) / (widths[m] * masses[m]);
      }
      return sum / (centres.length * Math.sqrt(2 * Math.PI));
    }

    /** Rejects what lies outside [0, 1]: at least a third of any window is inside. */
    @Override
    public double draw(SplittableRandom random) {
      int m = random.nextInt(centres.length);
      double u;
      do {
        u = centres[m] + widths[m] * random.nextGaussian();
      } while (u < 0 || u > 1);
      return u;
    }
  }

  /** A share of each choice. */
  record Choices(double[] shares) implements Parzen {
    @Override
    public double at(double u) {
      return shares[Math.min(shares.length - 1, (int) (u * shares.length))] * shares.length;
    }

    @Override
    public double draw(SplittableRandom random) {
      double left = random.nextDouble();
      int i = 0;
      while (i < shares.length - 1 && left >= shares[i]) {
        left -= shares[i++];
      }
      return (i + 0.5) / shares.length;
    }
  }
}
