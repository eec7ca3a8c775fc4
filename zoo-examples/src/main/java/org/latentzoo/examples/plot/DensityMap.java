package org.latentzoo.examples.plot;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.latentzoo.io.AtomicFiles;

/** A density over the plane, white where it is 0 and the darker the higher. */
public final class DensityMap {
  /** From white through blue to nearly black: lightness falls evenly. */
  private static final int[][] COLORS = {
    {255, 255, 255}, {158, 202, 225}, {49, 130, 189}, {8, 48, 107}, {3, 10, 30}
  };

  private DensityMap() {}

  /**
   * Writes a PNG file of n x n pixels.
   *
   * @param logDensity of the cells of a {@link Window}, n n numbers
   */
  public static void write(Path png, double[] logDensity) {
    int n = (int) Math.round(Math.sqrt(logDensity.length));
    double most = Arrays.stream(logDensity).max().orElseThrow();
    var image = new BufferedImage(n, n, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < logDensity.length; i++) {
      // The square root lets tails be seen.
      image.setRGB(i % n, i / n, color(Math.exp((logDensity[i] - most) / 2)));
    }
    AtomicFiles.write(png, out -> ImageIO.write(image, "png", out));
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
