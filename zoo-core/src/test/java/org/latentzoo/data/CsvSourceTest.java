package org.latentzoo.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentzoo.data.DataFixtures.gzip;
import static org.latentzoo.data.DataFixtures.open;
import static org.latentzoo.data.DataFixtures.plain;
import static org.latentzoo.data.DataFixtures.rows;
import static org.latentzoo.data.DataFixtures.write;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.check.UserException;

class CsvSourceTest {
  private static final double NONE = Double.NaN;
  private static final List<List<Double>> TWO_ROWS =
      List.of(List.of(1.0, 2.5, 3.0, NONE), List.of(4.0, -5e3, 6.0, NONE));

  @TempDir Path folder;

  private String source(String text) {
    return "csv:"
        + write(folder.resolve("data.csv"), text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static DataConfig labelled(String source, String label) {
    return new DataConfig(source, label, "auto", false, Binarize.NONE, "0", "0", 0, Missing.REFUSE);
  }

  private String refusal(String text) {
    return refusal(plain(source(text)));
  }

  private static String refusal(DataConfig config) {
    var message = assertThrows(UserException.class, () -> open(config)).getMessage();
    assertTrue(message.lines().count() == 1, message);
    return message;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,2.5,3\n4,-5e3,6\n",
        "1,2.5,3\n4,-5e3,6",
        "1,2.5,3\r\n4,-5e3,6\r\n",
        "a,b,c\n1,2.5,3\n4,-5e3,6\n",
        "\"a\",b,\"c, d\"\n\"1\",2.5,3\n4,\"-5e3\",6\n",
        "\uFEFF1,2.5,3\n4,-5e3,6\n",
        "1, 2.5, 3\n\n4, -5e3, 6\n\n"
      })
  void readsTheUsualVariants(String text) {
    assertEquals(TWO_ROWS, rows(open(plain(source(text))).all()));
  }

  @Test
  void readsGzip() {
    var text = "a,b,c\n1,2.5,3\n4,-5e3,6\n".getBytes(StandardCharsets.UTF_8);
    var file = write(folder.resolve("data.csv.gz"), gzip(text));
    assertEquals(TWO_ROWS, rows(open(plain("csv:" + file)).all()));
    write(file, Arrays.copyOf(gzip(text), 25));
    assertTrue(refusal(plain("csv:" + file)).contains("cannot be read"));
    write(file, text);
    assertTrue(refusal(plain("csv:" + file)).contains("cannot be read"));
  }

  @ParameterizedTest
  @CsvSource({"last, 3", "b, 2", "0, 1"})
  void takesTheLabelByPositionOrName(String label, double expected) {
    var module = open(labelled(source("a,b,c\n1,2,3\n4,5,6\n"), label));
    assertEquals(2, module.columns());
    assertEquals(expected, rows(module.all()).get(0).get(2));
  }

  @Test
  void refusesUnknownLabels() {
    assertEquals(
        "Unknown label column 'clas'. Known: class, x. Did you mean 'class'?",
        refusal(labelled(source("x,class\n1,2\n"), "clas")));
    assertTrue(refusal(labelled(source("1,2\n"), "2")).contains("a column from 0 to 1, got '2'"));
    assertTrue(refusal(labelled(source("1,2\n"), "y")).contains("got 'y'"));
    assertTrue(refusal(labelled(source("1\n2\n"), "last")).contains("no feature"));
  }

  @Test
  void refusesBadCellsByTheirPlaceInTheFile() {
    assertEquals(
        ("CSV file %s, row 3, column 2: expected a number, got 'abc'."
                + " Mend the cell or remove the row.")
            .formatted(folder.resolve("data.csv")),
        refusal("a,b\n1,2\n3,abc\n"));
    assertTrue(refusal("1,2\n\n3,\n").contains("row 3, column 2: expected a number, got ''"));
    assertTrue(refusal("1,2\nNaN,4\n").contains("row 2, column 1: expected a finite number"));
    assertTrue(refusal("1,-Infinity\n3,4\n").contains("row 1, column 2: expected a finite"));
    assertTrue(refusal("1,1e999\n").contains("row 1, column 2: expected a finite"));
    assertTrue(refusal("1,2\n3,4d\n").contains("row 2, column 2: expected a number, got '4d'"));
    assertTrue(refusal("1,2\n\"3,4\n").contains("row 2"));
  }

  @Test
  void takesNoBadFirstRowForAHeader() {
    assertEquals(
        ("CSV file %s, row 1, column 3: expected a number, got 'oops'."
                + " Mend the cell or write a header of names only.")
            .formatted(folder.resolve("data.csv")),
        refusal("1,2,oops\n3,4,5\n"));
    assertTrue(refusal("a,b,7\n3,4,5\n").contains("row 1, column 1: expected a number, got 'a'"));
    assertTrue(refusal("1,,3\n4,5,6\n").contains("row 1, column 2: expected a number, got ''"));
    assertTrue(refusal(",,\n4,5,6\n").contains("row 1, column 1: expected a number, got ''"));
    assertTrue(refusal("a,NaN\n4,5\n").contains("row 1, column 1"));
  }

  @Test
  void refusesWhatIsNoFileWithoutNamingJavaClasses() {
    assertTrue(refusal(plain("csv:")).contains("Write csv:FILE"));
    assertTrue(refusal(plain("idx:")).contains("Write idx:FILE"));
    assertTrue(refusal(plain("csv:a\0b")).contains("expected a file name"));
    var line = refusal(plain("csv:" + folder));
    assertTrue(line.contains("cannot be read") && !line.contains("java."), line);
  }

  @Test
  void locatedSourcesAreFoundFromAnyFolder() {
    var whole = Path.of("data.csv").toAbsolutePath();
    assertEquals("csv:" + whole, plain("csv:data.csv").located().source());
    assertEquals("idx:" + whole, plain("idx:data.csv").located().source());
    assertEquals("digits", plain("digits").located().source());
  }

  @Test
  void refusesRaggedRows() {
    assertTrue(refusal("1,2\n3,4\n5\n").contains("row 3: expected 2 cells as in the first row"));
    assertTrue(refusal("a,b\n3,4,5\n").contains("row 2: expected 2 cells as in the first row"));
  }

  @Test
  void refusesFilesWithoutRows() {
    assertTrue(refusal("").contains("empty file"));
    assertTrue(refusal("\n\n").contains("empty file"));
    assertTrue(refusal("a,b\n").contains("at least one row"));
    assertTrue(refusal(plain("csv:" + folder.resolve("absent.csv"))).contains("no such file"));
  }
}
