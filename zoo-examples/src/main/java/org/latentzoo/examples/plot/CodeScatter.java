package org.latentzoo.examples.plot;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.latentzoo.check.UserException;
import org.latentzoo.eval.ActiveUnits;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Codes in the plane of their two most active units, coloured by label, over circles at one and two
 * standard deviations of the prior N(0, I) where codes are real numbers.
 */
public final class CodeScatter {
  private static final int HEIGHT = 640;
  private static final int LEGEND = 140;
  private static final int ARC = 200;

  private CodeScatter() {}

  /**
   * Writes a PNG file.
   *
   * @param codes {@code [N, K]}, K at least 2
   * @param labels {@code [N]}; more different ones than there are styles are not told apart
   * @throws UserException if a code is one number
   */
  public static void write(Path png, INDArray codes, double[] labels) {
    if (codes.columns() < 2) {
      throw new UserException(
          "'%s' would show two units of a code, but codes have one. Write .csv or .npy instead."
              .formatted(png));
    }
    var units = ActiveUnits.of(codes).mostActive();
    var x = codes.getColumn(units[0]).toDoubleVector();
    var y = codes.getColumn(units[1]).toDoubleVector();
    var figure = new Figure(HEIGHT + LEGEND, HEIGHT, "z_" + units[0], "z_" + units[1]);
    boolean discrete = areProbabilities(x) && areProbabilities(y);
    if (!discrete) {
      figure.within(limit(x, y));
    }
    var kinds = Arrays.stream(labels).distinct().sorted().toArray();
    boolean told = kinds.length > 1 && kinds.length <= Figure.STYLES;
    for (double kind : told ? kinds : new double[] {Double.NaN}) {
      var rows =
          IntStream.range(0, x.length)
              .filter(n -> !told || Double.compare(labels[n], kind) == 0)
              .toArray();
      figure.points(told ? name(kind) : "codes", pick(x, rows), pick(y, rows));
    }
    if (!discrete) {
      circle(figure, 1);
      circle(figure, 2);
    }
    figure.write(png);
  }

  /** Means of discrete units are; codes with a normal prior leave the interval soon. */
  private static boolean areProbabilities(double[] codes) {
    return Arrays.stream(codes).allMatch(z -> z >= 0 && z <= 1);
  }

  /** The next whole number that holds all points and the larger circle. */
  private static double limit(double[] x, double[] y) {
    double most =
        DoubleStream.concat(Arrays.stream(x), Arrays.stream(y)).map(Math::abs).max().orElse(0);
    return Math.ceil(Math.max(2.2, 1.02 * most));
  }

  private static void circle(Figure figure, double radius) {
    var angles = IntStream.rangeClosed(0, ARC).mapToDouble(i -> 2 * Math.PI * i / ARC).toArray();
    figure.reference(
        String.format(Locale.ROOT, "prior, %.0f σ", radius),
        Arrays.stream(angles).map(a -> radius * Math.cos(a)).toArray(),
        Arrays.stream(angles).map(a -> radius * Math.sin(a)).toArray());
  }

  private static double[] pick(double[] values, int[] rows) {
    return Arrays.stream(rows).mapToDouble(n -> values[n]).toArray();
  }

  private static String name(double label) {
    return label == Math.rint(label) ? Long.toString((long) label) : Double.toString(label);
  }
}
