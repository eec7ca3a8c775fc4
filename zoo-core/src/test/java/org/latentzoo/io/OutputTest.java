package org.latentzoo.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latentzoo.check.UserException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class OutputTest {
  @TempDir Path folder;

  @Test
  void writesFloatsAndDoublesWithAllTheirDigits() throws IOException {
    var path = folder.resolve("a.csv");
    Output.write(path, Nd4j.createFromArray(new float[][] {{0.1f, 1e-7f}, {3, -1}}), "x");
    assertEquals("x0,x1\n0.1,1.0E-7\n3.0,-1.0\n", Files.readString(path));
    Output.write(path, Nd4j.createFromArray(new double[][] {{1.0 / 3}}), "x");
    assertEquals("x0\n0.3333333333333333\n", Files.readString(path));
  }

  @Test
  void quotesCellsThatNeedIt() throws IOException {
    var path = folder.resolve("t.csv");
    Table.write(path, List.of("a", "b,c"), List.of(List.of("say \"hi\"", 1)));
    assertEquals("a,\"b,c\"\n\"say \"\"hi\"\"\",1\n", Files.readString(path));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void writesNumPyFilesOfViewsInRowOrder(DataType type) throws IOException {
    var path = folder.resolve("a.npy");
    var view = cube(type).get(NDArrayIndex.interval(1, 3), NDArrayIndex.all()).transpose();
    Output.write(path, view, "x");
    assertEquals(view, Nd4j.createFromNpyFile(path.toFile()));
    var header = Files.readString(path, java.nio.charset.StandardCharsets.ISO_8859_1);
    assertTrue(header.contains("'fortran_order': False"), header);
  }

  @Test
  void drawsAGridOfEnlargedImages() throws IOException {
    var path = folder.resolve("a.png");
    var rows = Nd4j.zeros(5, 64);
    rows.putScalar(1, 0, 1);
    ImageGrid.write(path, ImageGrid.square(rows), ImageShape.square(64));
    var image = ImageIO.read(path.toFile());
    assertEquals(3 * 66 + 2, image.getWidth());
    assertEquals(2 * 66 + 2, image.getHeight());
    assertEquals(0xffffffff, image.getRGB(68 + 7, 2 + 7));
    assertEquals(0xff000000, image.getRGB(68 + 8, 2 + 7));
  }

  @Test
  void drawsColours() throws IOException {
    var path = folder.resolve("a.png");
    ImageGrid.write(
        path,
        List.of(Nd4j.createFromArray(new double[][] {{1, 0.5, -3, 0, 0, 9}})),
        new ImageShape(1, 2, 3));
    var image = ImageIO.read(path.toFile());
    assertEquals(0xffff8000, image.getRGB(2, 2));
    assertEquals(0xff0000ff, image.getRGB(2 + 32, 2));
  }

  @Test
  void refusesWhatItCannotWrite() {
    refuses("a.txt", Nd4j.zeros(2, 4), ".csv, .npy or .png");
    refuses("a.png", Nd4j.zeros(2, 4), "plain numbers");
    refuses("a.csv", Nd4j.zeros(2, 5, 1), "[2, 5, 1]");
  }

  @Test
  void refusesBeforehandWhatHasNoRoom() {
    assertTrue(beforehand("a.png", 2, 5).contains("5 columns"));
    assertTrue(beforehand("a.png", 1 << 20, 64).contains("at most 15406 of them, got 1048576"));
    assertTrue(beforehand("a.npy", Integer.MAX_VALUE, 64).contains("at most 2097152 rows"));
    Output.check(Path.of("a.png"), 15406, 64);
    Output.check(Path.of("a.csv"), 1 << 20, 64);
  }

  private static String beforehand(String name, long rows, long columns) {
    return assertThrows(UserException.class, () -> Output.check(Path.of(name), rows, columns))
        .getMessage();
  }

  private static INDArray cube(DataType type) {
    return Nd4j.arange(12).castTo(type).reshape(4, 3);
  }

  private void refuses(String name, INDArray rows, String expected) {
    var path = folder.resolve(name);
    var error = assertThrows(UserException.class, () -> Output.write(path, rows, "x"));
    assertTrue(String.valueOf(error.getMessage()).contains(expected), error.getMessage());
  }
}
