package org.latentzoo.examples.plot;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.latentzoo.io.AtomicFiles;

/** Pictures of one size side by side. */
final class Panels {
  private Panels() {}

  static void write(Path png, List<BufferedImage> panels) {
    int width = panels.get(0).getWidth();
    int height = panels.get(0).getHeight();
    var whole = new BufferedImage(width * panels.size(), height, BufferedImage.TYPE_INT_RGB);
    var graphics = whole.createGraphics();
    for (int i = 0; i < panels.size(); i++) {
      graphics.drawImage(panels.get(i), i * width, 0, null);
    }
    graphics.dispose();
    AtomicFiles.write(png, out -> ImageIO.write(whole, "png", out));
  }
}
