package org.latentzoo.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentzoo.data.DataFixtures.open;
import static org.latentzoo.data.DataFixtures.plain;
import static org.latentzoo.data.DataFixtures.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.check.UserException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class MissingTest {
  private static final double NONE = Double.NaN;

  @TempDir private Path folder;

  private String source(String text) throws IOException {
    return "csv:" + Files.writeString(folder.resolve("data.csv"), text);
  }

  private DataConfig kept(String text) throws IOException {
    return plain(source(text)).with(Missing.KEEP);
  }

  private static String refusal(DataConfig config) {
    return assertThrows(UserException.class, () -> open(config)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void emptyCellsAndNanBecomeNan(int window) throws IOException {
    var config = kept("a,b,c\n1,,3\nNaN,5,\" \"\n7,8,9\n");
    var streamed =
        new DataConfig(
            config.source(), "auto", "2", false, Binarize.NONE, "0", "0", window, Missing.KEEP);
    var module = open(streamed);
    assertEquals(
        List.of(
            List.of(0.5, NONE, 1.5, NONE),
            List.of(NONE, 2.5, NONE, NONE),
            List.of(3.5, 4.0, 4.5, NONE)),
        rows(module.all()));
    assertEquals(new Gaps(3, 1, 2), module.gaps());
    assertEquals(new Range(1, 9), module.range());
    assertFalse(module.all().isComplete());
    assertEquals(List.of("a", "b", "c"), module.names());
    assertEquals("'b'", module.column(1));
  }

  @Test
  void withoutGapsNothingChanges() throws IOException {
    var kept = open(kept("1,2\n3,4\n"));
    var refused = open(plain(source("1,2\n3,4\n")));
    assertEquals(refused.checksum(), kept.checksum());
    assertTrue(kept.all().isComplete());
    assertEquals("column 2", kept.column(1));
  }

  @Test
  void checksumsTellGapsApart() throws IOException {
    var first = open(kept("1,,3\n4,5,6\n")).checksum();
    assertEquals(first, open(kept("1,NaN,3\n4,5,6\n")).checksum());
    assertNotEquals(first, open(kept("1,2,\n4,5,6\n")).checksum());
  }

  @Test
  void refusalsSayHowToKeepGaps() throws IOException {
    var message = refusal(plain(source("1,2\n3,\n")));
    assertTrue(message.contains("row 2, column 2: expected a number, got ''"), message);
    assertTrue(message.endsWith("or set data.missing=keep for a model that takes gaps."), message);
    assertTrue(refusal(kept("1,2\n3,x\n")).contains("row 2, column 2: expected a number, got 'x'"));
    assertTrue(refusal(kept("1,2\n3,Infinity\n")).contains("expected a finite number"));
  }

  @Test
  void labelsMayNotBeMissing() throws IOException {
    var config = kept("1,0\n,1\n3,\n");
    var labelled =
        new DataConfig(
            config.source(), "last", "1", false, Binarize.NONE, "0", "0", 0, Missing.KEEP);
    assertTrue(refusal(labelled).contains("record 3, column 2: the label is missing"));
  }

  @Test
  void bitsMayNotBeMissing() {
    var refusal =
        assertThrows(
            UserException.class,
            () -> DataFixtures.bits("digits", Binarize.STATIC).with(Missing.KEEP));
    assertTrue(refusal.getMessage().startsWith("data.missing: expected refuse unless"));
  }

  /** Standardised by the observed cells of each column; log |dy/dx| is that of the observed. */
  @Test
  void standardisesByTheObservedCells() throws IOException {
    var config = kept("1,10\n3,\n,30\n5,50\n");
    var module =
        open(
            new DataConfig(
                config.source(), "auto", "2", true, Binarize.NONE, "0", "0", 0, Missing.KEEP));
    double a = Math.sqrt(8 / 3.0);
    double b = Math.sqrt(800 / 3.0);
    var y = rows(module.all());
    assertEquals(-2 / a, y.get(0).get(0), 1e-12);
    assertEquals(0, y.get(1).get(0), 1e-12);
    assertEquals(NONE, y.get(1).get(1));
    assertEquals(20 / b, y.get(3).get(1), 1e-12);
    var x = Nd4j.create(DataType.DOUBLE, 4, 2);
    try (var epoch = module.all().epoch(0, false, 4, 0)) {
      epoch.fill(x);
    }
    var logDet = module.preprocessing().logDet(x);
    assertEquals(module.preprocessing().logDet(), logDet[0], 1e-12);
    assertEquals(-Math.log(a), logDet[1], 1e-12);
    assertEquals(-Math.log(b), logDet[2], 1e-12);
  }
}
