package org.latentzoo.io;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.latentzoo.check.UserException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Draws rows of numbers in [0, 1] as a grid of pictures, small ones enlarged, in a PNG file. */
public final class ImageGrid {
  private static final int GAP = 2;
  private static final int BACKGROUND = 0x4060a0;

  /** Small pictures are enlarged by a whole factor, up to this side. */
  private static final int SIDE = 64;

  private ImageGrid() {}

  /**
   * Writes {@code rows} [n, h*w*c], {@code columns} pictures a line. Values outside [0, 1] are
   * clipped; NaN is black.
   */
  public static void write(Path path, INDArray rows, ImageShape shape, int columns) {
    if (rows.rank() != 2 || rows.size(1) != shape.size() || columns < 1) {
      throw new UserException(
          "A picture needs rows of %d numbers (%s) and a column at least, not %s and %d."
              .formatted(shape.size(), shape, Arrays.toString(rows.shape()), columns));
    }
    var image = draw(rows, shape, columns);
    AtomicFiles.write(
        path,
        out -> {
          if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this Java has no PNG writer");
          }
        });
  }

  /** As many columns as make the grid about square. */
  public static void write(Path path, INDArray rows, ImageShape shape) {
    write(path, rows, shape, (int) Math.ceil(Math.sqrt(Math.max(1, rows.size(0)))));
  }

  private static BufferedImage draw(INDArray rows, ImageShape shape, int columns) {
    int n = Math.toIntExact(rows.size(0));
    int scale = Math.max(1, SIDE / Math.max(shape.height(), shape.width()));
    int stepX = shape.width() * scale + GAP;
    int stepY = shape.height() * scale + GAP;
    int lines = Math.max(1, (n + columns - 1) / columns);
    var image =
        new BufferedImage(columns * stepX + GAP, lines * stepY + GAP, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, BACKGROUND);
      }
    }
    for (int i = 0; i < n; i++) {
      var pixels = rows.getRow(i).castTo(DataType.FLOAT).toFloatVector();
      drawOne(
          image, pixels, shape, GAP + (i % columns) * stepX, GAP + (i / columns) * stepY, scale);
    }
    return image;
  }

  private static void drawOne(
      BufferedImage image, float[] pixels, ImageShape shape, int left, int top, int scale) {
    for (int y = 0; y < shape.height() * scale; y++) {
      for (int x = 0; x < shape.width() * scale; x++) {
        int at = ((y / scale) * shape.width() + x / scale) * shape.channels();
        int last = shape.channels() - 1;
        int red = level(pixels[at]);
        int green = level(pixels[at + last / 2]);
        int blue = level(pixels[at + last]);
        image.setRGB(left + x, top + y, red << 16 | green << 8 | blue);
      }
    }
  }

  private static int level(float value) {
    return Math.round(255 * Math.max(0, Math.min(1, value)));
  }
}
