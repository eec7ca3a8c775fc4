package org.latentzoo.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.latentzoo.data.DataFixtures.gzip;
import static org.latentzoo.data.DataFixtures.idx;
import static org.latentzoo.data.DataFixtures.plain;
import static org.latentzoo.data.DataFixtures.rows;
import static org.latentzoo.data.DataFixtures.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.writable.NDArrayWritable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.check.UserException;

class IdxRecordReaderTest {
  private static final int UBYTES = 0x803;
  private static final int[] SHAPE = {3, 2, 2};
  private static final byte[] PIXELS = {0, 1, 2, 127, -128, -1, 6, 7, 8, 9, 10, 11};

  @TempDir Path folder;

  private Path file(String name, byte[] bytes) {
    return write(folder.resolve(name), bytes);
  }

  private static String refusal(Path... files) {
    return assertThrows(
            UserException.class,
            () -> {
              try (var reader = IdxRecordReader.of(List.of(files))) {
                while (reader.hasNext()) {
                  reader.next(2);
                }
              }
            })
        .getMessage();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsImagesAndLabels(boolean zipped) throws Exception {
    var images = idx(UBYTES, SHAPE, PIXELS);
    var labels = idx(0x801, new int[] {3}, (byte) 4, (byte) 200, (byte) 6);
    var files =
        List.of(
            file("images", zipped ? gzip(images) : images),
            file("labels", zipped ? gzip(labels) : labels));
    try (var reader = new IdxRecordReader()) {
      reader.initialize(new CollectionInputSplit(files.stream().map(Path::toUri).toList()));
      for (int pass = 0; pass < 2; pass++) {
        reader.next();
        var second = reader.next();
        var features = ((NDArrayWritable) second.get(0)).get();
        assertArrayEquals(new long[] {1, 4}, features.shape());
        assertArrayEquals(new double[] {128, 255, 6, 7}, features.reshape(4).toDoubleVector());
        assertEquals(200, second.get(1).toInt());
        assertTrue(reader.hasNext());
        assertEquals(6, reader.nextRecord().getRecord().get(1).toInt());
        assertFalse(reader.hasNext());
        reader.reset();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x08, 1, 253",
    "0x09, 1, -3",
    "0x0B, 2, -3",
    "0x0C, 4, -3",
    "0x0D, 4, -3",
    "0x0E, 8, -3"
  })
  void readsEveryElementType(String code, int size, double expected) {
    int type = Integer.decode(code);
    var content = ByteBuffer.allocate(2 * size);
    for (int value : new int[] {5, -3}) {
      switch (type) {
        case 0x08, 0x09 -> content.put((byte) value);
        case 0x0B -> content.putShort((short) value);
        case 0x0C -> content.putInt(value);
        case 0x0D -> content.putFloat(value);
        default -> content.putDouble(value);
      }
    }
    var file = file("one.idx", idx(type << 8 | 2, new int[] {2, 1}, content.array()));
    var module = DataFixtures.open(plain("idx:" + file));
    assertEquals(
        List.of(List.of(5.0, Double.NaN), List.of(expected, Double.NaN)), rows(module.all()));
  }

  @Test
  void readsAFolderWithItsTestPart() {
    file("train-images-idx3-ubyte", idx(UBYTES, SHAPE, PIXELS));
    file("train-labels-idx1-ubyte", idx(0x801, new int[] {3}, new byte[] {1, 2, 3}));
    file("t10k-images-idx3-ubyte.gz", gzip(idx(UBYTES, new int[] {1, 2, 2}, new byte[4])));
    file("t10k-labels-idx1-ubyte", idx(0x801, new int[] {1}, new byte[] {9}));
    var config =
        new DataConfig(
            "idx:" + folder,
            "auto",
            "auto",
            false,
            Binarize.NONE,
            "0",
            "official",
            0,
            Missing.REFUSE);
    var module = DataFixtures.open(config);
    assertEquals(3, module.train().count());
    assertEquals(List.of(List.of(0.0, 0.0, 0.0, 0.0, 9.0)), rows(module.test()));
    assertEquals(List.of(128 / 255.0, 1.0, 6 / 255.0, 7 / 255.0, 2.0), rows(module.train()).get(1));
  }

  @Test
  void refusesWrongHeaders() {
    assertTrue(
        refusal(file("magic", idx(0x1803, SHAPE, PIXELS))).contains("magic number"),
        "high bytes set");
    assertTrue(refusal(file("type", idx(0xA03, SHAPE, PIXELS))).contains("got 0x00000A03"));
    assertTrue(refusal(file("rank", idx(0x800, new int[0]))).contains("at least one dimension"));
    assertTrue(
        refusal(file("negative", idx(UBYTES, new int[] {3, -2, 2}, PIXELS)))
            .contains("dimensions above 0, got 3 x -2"));
    assertTrue(refusal(file("short", new byte[] {0, 0, 8})).contains("truncated"));
    assertTrue(refusal(file("empty", new byte[0])).contains("truncated"));
    assertTrue(refusal(folder.resolve("absent")).contains("no such file"));
  }

  @Test
  void refusesLengthsThatBelieTheHeader() {
    var whole = idx(UBYTES, SHAPE, PIXELS);
    assertTrue(
        refusal(file("truncated", Arrays.copyOf(whole, 27)))
            .contains("promises 28 bytes, but the file has 27"));
    assertTrue(refusal(file("trailing", Arrays.copyOf(whole, 29))).contains("the file has 29"));
    var zipped = gzip(whole);
    assertTrue(
        refusal(file("cut.gz", Arrays.copyOf(zipped, zipped.length - 12))).contains("truncated"));
    assertTrue(refusal(file("short.gz", gzip(Arrays.copyOf(whole, 27)))).contains("truncated"));
    assertTrue(
        refusal(file("long.gz", gzip(Arrays.copyOf(whole, 29)))).contains("after the 3 x 2 x 2"));
  }

  @Test
  void refusesForgedSizesBeforeTakingMemory() {
    int huge = Integer.MAX_VALUE;
    for (var shape : List.of(new int[] {huge, huge, huge}, new int[] {1, huge, 1})) {
      assertTrue(refusal(file("bomb", idx(UBYTES, shape))).contains("promises"));
      assertTrue(refusal(file("bomb.gz", gzip(idx(UBYTES, shape)))).contains("promises"));
    }
  }

  @Test
  void refusesLabelsThatDoNotFit() {
    var images = file("images", idx(UBYTES, SHAPE, PIXELS));
    assertTrue(
        refusal(images, file("few", idx(0x801, new int[] {2}, new byte[2])))
            .contains("a label for each of the 3 rows of images, got 2"));
    assertTrue(
        refusal(images, file("wide", idx(0x802, new int[] {3, 2}, new byte[6])))
            .contains("one integer a label"));
    assertTrue(
        refusal(images, file("real", idx(0xD01, new int[] {3}, new byte[12])))
            .contains("one integer a label"));
  }

  @Test
  void readsFashionMnistWhereItIsInstalled() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/usr/share/datasets/fashion-mnist")));
    var parts = new FashionMnistSource().open("", 1);
    try (var train = parts.train().get();
        var test = parts.test().orElseThrow().get()) {
      assertEquals(9, train.next().get(1).toInt(), "an ankle boot");
      int rows = 0;
      while (test.hasNext()) {
        rows += test.next(1000).size();
      }
      assertEquals(10_000, rows);
    }
    assertEquals(784, parts.label().orElseThrow());
    assertEquals(255, parts.scale());
  }
}
