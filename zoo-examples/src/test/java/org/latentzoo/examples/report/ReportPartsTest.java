package org.latentzoo.examples.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.latentzoo.linalg.SymmetricEigen;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The parts that pages are made of. */
class ReportPartsTest {
  @Test
  void errorsDecideOnDecimals() {
    assertEquals("-22.95 ± 0.31", Numbers.withError(-22.94835, 0.31374));
    assertEquals("4.1581 ± 0.0020", Numbers.withError(4.158122, 0.001984));
    assertEquals("-242 ± 15", Numbers.withError(-242.4, 15.2));
    assertEquals("5.19296", Numbers.withError(5.192957, Double.NaN));
    assertEquals("-", Numbers.withError(Double.NaN, 1));
  }

  @Test
  void numbersAreShort() {
    assertEquals("1234.5", Numbers.shown(1234.5, 6));
    assertEquals("1.0e-05", Numbers.shown(1e-5, 2));
    assertEquals("0", Numbers.shown(0, 3));
    assertEquals(List.of(0.1235, -12350.0), Numbers.rounded(new double[] {0.123456, -12345.6}));
  }

  /** W W^T + s I, decomposed whole. */
  @Test
  void theSpectrumOfTheModelIsThatOfItsCovariance() {
    var w = Nd4j.create(new double[][] {{1, 2}, {0, -1}, {3, 0.5}, {-2, 1}});
    var covariance = w.mmul(w.transpose()).add(Nd4j.eye(4).castTo(DataType.DOUBLE).mul(0.3));
    assertArrayEquals(
        SymmetricEigen.of(covariance).values(), LinearPanels.eigenvalues(w, 0.3), 1e-12);
  }

  @Test
  void picturesAreReadBack() throws IOException {
    var pixels = Pixels.grey(List.of(Nd4j.create(new double[][] {{0, 0.5, 1, 2}, {1, 1, 1, 1}})));
    var image =
        ImageIO.read(
            new ByteArrayInputStream(
                Base64.getDecoder().decode(pixels.uri().replaceFirst("^[^,]*,", ""))));
    assertEquals(7, image.getWidth());
    assertEquals(4, image.getHeight());
    var raster = image.getRaster();
    assertEquals(0, raster.getSample(1, 1, 0));
    assertEquals(128, raster.getSample(2, 1, 0));
    assertEquals(255, raster.getSample(1, 2, 0));
    assertEquals(255, raster.getSample(2, 2, 0));
  }

  @Test
  void longCurvesAreThinnedAndEndWhereTheyEnd() {
    var lines =
        IntStream.rangeClosed(1, 5000)
            .mapToObj(i -> Map.of("epoch", (double) i, "step", 2.0 * i, "loss", 1.0 / i))
            .toList();
    var curves = Curves.of(lines);
    assertEquals(Set.of("epoch", "loss"), curves.keySet());
    var epochs = curves.get("epoch");
    assertEquals(1.0, epochs.get(0));
    assertEquals(5000.0, epochs.get(epochs.size() - 1));
    assertEquals(386, epochs.size());
    assertEquals(0.0002, curves.get("loss").get(epochs.size() - 1));
  }

  @Test
  void dataCloseNoElement() {
    var json = PageData.json(Map.of("name", "</script><b>&amp;"));
    assertFalse(json.matches(".*[<>&].*"), json);
  }

  @Test
  void settingsThatDifferAreTold() {
    var a = Map.of("x", "1", "y", "2", "z", "3");
    var b = Map.of("x", "1", "y", "4");
    assertEquals(List.of("y"), Facts.differing(List.of(a, b)));
    assertEquals(List.of(), Facts.differing(List.of(a)));
  }
}
