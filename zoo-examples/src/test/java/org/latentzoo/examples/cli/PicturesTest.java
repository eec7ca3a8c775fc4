package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that {@code zoo train} draws of points of the plane. */
class PicturesTest {
  private static final int PANEL = 400;

  @TempDir private Path folder;

  /** The moon of label 0 is the left and upper one. */
  @Test
  void aConditionalFlowHasAPanelForEachLabel() throws IOException {
    Cli.succeed(
        "train",
        "realnvp-two-moons-conditional",
        "--set",
        "data.source=two-moons:5200",
        "--set",
        "data.test=200",
        "--set",
        "train.epochs=2",
        "--set",
        "train.batch=50",
        "--set",
        "model.layers=4",
        "--out",
        folder.resolve("run"));
    var density = ImageIO.read(folder.resolve("run/density.png").toFile());
    assertEquals(2 * PANEL, density.getWidth());
    assertEquals(PANEL, density.getHeight());
    var first = centre(density.getSubimage(0, 0, PANEL, PANEL));
    var second = centre(density.getSubimage(PANEL, 0, PANEL, PANEL));
    assertTrue(first[0] < second[0] - 0.1 * PANEL, first[0] + " " + second[0]);
    assertTrue(first[1] < second[1] - 0.1 * PANEL, first[1] + " " + second[1]);
    var grid = ImageIO.read(folder.resolve("run/grid.png").toFile());
    assertEquals(2 * 780, grid.getWidth());
  }

  /** The mean column and row, weighted by how dark the pixels are. */
  private static double[] centre(BufferedImage panel) {
    double x = 0;
    double y = 0;
    double sum = 0;
    for (int i = 0; i < PANEL * PANEL; i++) {
      double dark = 255 - (panel.getRGB(i % PANEL, i / PANEL) >> 16 & 255);
      x += dark * (i % PANEL);
      y += dark * Math.floorDiv(i, PANEL);
      sum += dark;
    }
    return new double[] {x / sum, y / sum};
  }
}
