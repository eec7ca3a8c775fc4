package org.latentzoo.examples.report;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A small picture as it stands in a page: a PNG of a byte a pixel, in a data URI.
 *
 * @param uri {@code data:image/png;base64,...}
 * @param width as shown, in CSS pixels
 * @param height as shown, in CSS pixels
 */
public record Pixels(String uri, int width, int height) {
  private static final int GAP = 1;

  /** Pictures are shown enlarged by a whole factor, up to this side. */
  private static final int SIDE = 48;

  /** Cividis (Nunez et al. 2018) at five places: lightness rises evenly, for all eyes. */
  private static final int[][] RAMP = {
    {0, 34, 78}, {66, 78, 108}, {125, 124, 120}, {188, 175, 111}, {254, 232, 56}
  };

  private static final int LEVELS = 256;

  /**
   * Lines of square grey pictures.
   *
   * @param lines {@code [n, side side]} each, of brightness, clipped to [0, 1]
   */
  static Pixels grey(List<INDArray> lines) {
    int side = (int) Math.round(Math.sqrt(lines.get(0).size(1)));
    int across = lines.stream().mapToInt(line -> (int) line.size(0)).max().orElseThrow();
    var image =
        new BufferedImage(
            across * (side + GAP) + GAP,
            lines.size() * (side + GAP) + GAP,
            BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < lines.size(); i++) {
      var pictures = lines.get(i).castTo(DataType.DOUBLE).toDoubleMatrix();
      for (int j = 0; j < pictures.length; j++) {
        int left = GAP + j * (side + GAP);
        int top = GAP + i * (side + GAP);
        for (int p = 0; p < side * side; p++) {
          image
              .getRaster()
              .setSample(left + p % side, top + Math.floorDiv(p, side), 0, level(pictures[j][p]));
        }
      }
    }
    int scale = Math.max(1, SIDE / side);
    return new Pixels(uri(image), image.getWidth() * scale, image.getHeight() * scale);
  }

  /**
   * A map of n x n values from dark, 0, to bright, 1.
   *
   * @param values row by row from the top, n n numbers, clipped to [0, 1]
   */
  static Pixels map(double[] values) {
    int n = (int) Math.round(Math.sqrt(values.length));
    var image = new BufferedImage(n, n, BufferedImage.TYPE_BYTE_INDEXED, ramp());
    for (int i = 0; i < values.length; i++) {
      image.getRaster().setSample(i % n, Math.floorDiv(i, n), 0, level(values[i]));
    }
    return new Pixels(uri(image), n, n);
  }

  private static int level(double value) {
    return (int) Math.round((LEVELS - 1) * Math.max(0, Math.min(1, value)));
  }

  private static IndexColorModel ramp() {
    var channels = new byte[3][LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      double place = level * (RAMP.length - 1.0) / (LEVELS - 1);
      int below = (int) Math.min(place, RAMP.length - 2);
      for (int c = 0; c < 3; c++) {
        double rise = (place - below) * (RAMP[below + 1][c] - RAMP[below][c]);
        channels[c][level] = (byte) Math.round(RAMP[below][c] + rise);
      }
    }
    return new IndexColorModel(8, LEVELS, channels[0], channels[1], channels[2]);
  }

  private static String uri(BufferedImage image) {
    try {
      var bytes = new ByteArrayOutputStream();
      ImageIO.write(image, "png", bytes);
      return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
