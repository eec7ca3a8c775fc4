package org.latentzoo.io;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.latentzoo.check.UserException;
import org.latentzoo.kernel.Buffers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Draws rows of numbers in [0, 1] as a grid of pictures, small ones enlarged, in a PNG file. */
public final class ImageGrid {
  private static final int GAP = 2;
  private static final int BACKGROUND = 0x4060a0;

  /** Small pictures are enlarged by a whole factor, up to this side. */
  private static final int SIDE = 64;

  /** The most pixels of a grid: 256 MB in memory. */
  private static final long PIXELS = 1L << 26;

  private ImageGrid() {}

  /**
   * Writes a line of pictures for each of {@code lines}, [n, h*w*c]; short lines end early. Values
   * outside [0, 1] are clipped; NaN is black.
   */
  public static void write(Path path, List<INDArray> lines, ImageShape shape) {
    for (var line : lines) {
      if (line.rank() != 2 || line.size(1) != shape.size()) {
        throw new UserException(
            "A picture needs rows of %d numbers (%s), not %s."
                .formatted(shape.size(), shape, Arrays.toString(line.shape())));
      }
    }
    var image = draw(lines, shape);
    AtomicFiles.write(
        path,
        out -> {
          if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this Java has no PNG writer");
          }
        });
  }

  /** Refuses more pictures than a grid has room for: worth asking before they are made. */
  static void requireRoom(long pictures, ImageShape shape) {
    int scale = scale(shape);
    long one = (long) (shape.height() * scale + GAP) * (shape.width() * scale + GAP);
    if (pictures > PIXELS / one) {
      throw new UserException(
          "A grid of %d by %d pictures takes at most %d of them, got %d. Ask for fewer, or write .npy."
              .formatted(shape.height(), shape.width(), PIXELS / one, pictures));
    }
  }

  /** {@code rows} in lines that make a grid of them about square. */
  public static List<INDArray> square(INDArray rows) {
    return lines(rows, (int) Math.ceil(Math.sqrt(Math.max(1, rows.size(0)))));
  }

  /** {@code rows} in lines of {@code length}, the last of which may be short. */
  public static List<INDArray> lines(INDArray rows, int length) {
    int n = Math.toIntExact(rows.size(0));
    return IntStream.iterate(0, from -> from < n, from -> from + length)
        .mapToObj(from -> Buffers.rows(rows, from, Math.min(from + length, n)))
        .toList();
  }

  private static BufferedImage draw(List<INDArray> lines, ImageShape shape) {
    int columns = lines.stream().mapToInt(line -> (int) line.size(0)).max().orElse(1);
    requireRoom((long) columns * lines.size(), shape);
    int scale = scale(shape);
    int stepX = shape.width() * scale + GAP;
    int stepY = shape.height() * scale + GAP;
    var image =
        new BufferedImage(
            columns * stepX + GAP,
            Math.max(1, lines.size()) * stepY + GAP,
            BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, BACKGROUND);
      }
    }
    for (int y = 0; y < lines.size(); y++) {
      for (int x = 0; x < lines.get(y).size(0); x++) {
        var pixels = lines.get(y).getRow(x).castTo(DataType.FLOAT).toFloatVector();
        drawOne(image, pixels, shape, GAP + x * stepX, GAP + y * stepY, scale);
      }
    }
    return image;
  }

  private static int scale(ImageShape shape) {
    return Math.max(1, SIDE / Math.max(shape.height(), shape.width()));
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
