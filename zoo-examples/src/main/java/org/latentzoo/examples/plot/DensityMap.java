package org.latentzoo.examples.plot;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A density over the plane, white where it is 0 and the darker the higher. */
public final class DensityMap {
  /** From white through blue to nearly black: lightness falls evenly. */
  private static final int[][] COLORS = {
    {255, 255, 255}, {158, 202, 225}, {49, 130, 189}, {8, 48, 107}, {3, 10, 30}
  };

  private DensityMap() {}

  /**
   * Writes a PNG file of n x n pixels a panel, all on one scale.
   *
   * @param logDensities a panel each, of the cells of a {@link Window}, n n numbers
   */
  public static void write(Path png, List<double[]> logDensities) {
    double most = logDensities.stream().flatMapToDouble(Arrays::stream).max().orElseThrow();
    Panels.write(png, logDensities.stream().map(panel -> image(panel, most)).toList());
  }

  private static BufferedImage image(double[] logDensity, double most) {
    int n = (int) Math.round(Math.sqrt(logDensity.length));
    var image = new BufferedImage(n, n, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < logDensity.length; i++) {
      // The square root lets tails be seen.
      image.setRGB(i % n, i / n, color(Math.exp((logDensity[i] - most) / 2)));
    }
    return image;
  }

  private static int color(double share) {
    double place = share * (COLORS.length - 1);
    int below = (int) Math.min(place, COLORS.length - 2);
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      double level = COLORS[below][c] + (place - below) * (COLORS[below + 1][c] - COLORS[below][c]);
      rgb = rgb << 8 | (int) Math.round(level);
    }
    return rgb;
  }
}
