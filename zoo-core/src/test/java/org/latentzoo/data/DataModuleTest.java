package org.latentzoo.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latentzoo.data.DataFixtures.open;
import static org.latentzoo.data.DataFixtures.plain;
import static org.latentzoo.data.DataFixtures.rows;
import static org.latentzoo.data.DataFixtures.split;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.check.UserException;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Windows: 0 is in memory, 5 and 1000 stream 103 rows through a small and a sufficient window. */
class DataModuleTest {
  private static List<Double> ids(List<List<Double>> rows) {
    return rows.stream().map(row -> row.get(0)).toList();
  }

  private static List<Double> allIds(int count) {
    return IntStream.range(0, count).mapToObj(i -> (double) i).toList();
  }

  private static String refusal(DataConfig config) {
    return assertThrows(UserException.class, () -> open(config)).getMessage();
  }

  @Test
  void findsAUsersOwnSourceAndFlattensItsArrays() {
    assertEquals(
        List.of(List.of(1.0, -1.0, 0.375, 1.0), List.of(2.0, -2.0, 0.5, 2.0)),
        rows(open(plain("counting:3")).all()).subList(1, 3));
    assertTrue(refusal(plain("countng:2")).contains("Did you mean 'counting'?"));
    assertTrue(refusal(plain("digits:7")).contains("expected no argument, got '7'"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 1000})
  void splitsAreDisjointExhaustiveAndTheSameForEverySeed(int window) {
    var config = split("counting:103", "0.1", "20", window);
    var module = open(config);
    assertEquals(73, module.train().count());
    assertEquals(10, module.validation().count());
    assertEquals(20, module.test().count());
    var parts = List.of(module.train(), module.validation(), module.test());
    for (var part : parts) {
      assertEquals(part.count(), rows(part).size());
    }
    var together = parts.stream().flatMap(part -> rows(part).stream()).toList();
    assertEquals(allIds(103), ids(together).stream().sorted().toList());
    assertEquals(allIds(103), ids(rows(module.all())));

    var otherSeed = DataModule.open(config, DataType.DOUBLE, 99);
    var inMemory = open(split("counting:103", "0.1", "20", 0));
    for (var same : List.of(otherSeed, inMemory)) {
      assertEquals(rows(module.train()), rows(same.train()));
      assertEquals(rows(module.validation()), rows(same.validation()));
      assertEquals(rows(module.test()), rows(same.test()));
    }
    var ordered = rows(module.test());
    assertTrue(ids(ordered).get(0) < 83 && ids(ordered).get(19) > 20, "chosen at random");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void keepsTheOfficialTestPartOrPoolsIt(int window) {
    var official = open(split("counting:40,10", "0.25", "official", window));
    assertEquals(30, official.train().count());
    assertEquals(10, official.validation().count());
    assertEquals(
        IntStream.range(40, 50).mapToObj(i -> (double) i).toList(), ids(rows(official.test())));
    var pooled = open(split("counting:40,10", "0.5", "0", window));
    assertEquals(25, pooled.train().count());
    assertEquals(50, pooled.all().count());
    assertEquals(0, pooled.test().count());
    assertEquals(List.of(), rows(pooled.test()));
  }

  @Test
  void refusesSplitsThatLeaveNothing() {
    assertTrue(refusal(split("counting:10", "5", "5", 0)).contains("leave none of 10"));
    assertTrue(refusal(split("counting:10", "0.99", "0", 0)).contains("leave none"));
    assertTrue(refusal(split("counting:10", "0", "official", 0)).contains("no official test"));
    assertTrue(refusal(plain("counting:0")).contains("at least one row"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 1000})
  void everyEpochHasEveryRowOnceInAnOrderOfSeedAndEpoch(int window) {
    var config = split("counting:103", "0", "0", window);
    var train = open(config).train();
    var order = rows(train, 3, true, 10, 0);
    assertEquals(allIds(103), ids(order).stream().sorted().toList());
    assertNotEquals(allIds(103), ids(order));
    for (var row : order) {
      assertEquals(-row.get(0), row.get(1), 0);
      assertEquals(row.get(0) % 3, row.get(3));
    }
    assertEquals(order, rows(open(config).train(), 3, true, 10, 0));
    assertEquals(order, rows(train, 3, true, 7, 0), "the order does not depend on the batch");
    assertEquals(order, rows(train, 3, true, 102, 0), "the last batch is one row");
    assertNotEquals(order, rows(train, 4, true, 10, 0));
    assertNotEquals(
        order, rows(DataModule.open(config, DataType.DOUBLE, 2).train(), 3, true, 10, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 1000})
  void resumesWhereItWasCutOff(int window) {
    var config =
        new DataConfig(
            "digits", "auto", "auto", false, Binarize.DYNAMIC, "0", "1700", window, Missing.REFUSE);
    var train = open(config).train();
    for (boolean shuffle : new boolean[] {false, true}) {
      var whole = rows(train, 2, shuffle, 10, 0);
      assertEquals(97, whole.size());
      for (int first : new int[] {1, 4, 9, 10, 50}) {
        assertEquals(
            whole.subList(Math.min(10 * first, 97), 97), rows(train, 2, shuffle, 10, first));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void closesEarlyAndReportsBatchSizes(int window) {
    var train = open(split("counting:25", "0", "0", window)).train();
    try (var epoch = train.epoch(0, true, 10, 0)) {
      assertEquals(10, epoch.nextSize());
      assertEquals(10, epoch.nextSize(), "asking changes nothing");
      var wrong = Nd4j.create(DataType.DOUBLE, 9, 3);
      assertThrows(IllegalArgumentException.class, () -> epoch.fill(wrong));
      var floats = Nd4j.create(DataType.FLOAT, 10, 3);
      assertThrows(IllegalArgumentException.class, () -> epoch.fill(floats));
      var columnMajor = Nd4j.create(DataType.DOUBLE, new long[] {10, 3}, 'f');
      assertThrows(IllegalArgumentException.class, () -> epoch.fill(columnMajor));
    }
    try (var epoch = train.epoch(0, true, 100, 0)) {
      assertEquals(25, epoch.nextSize());
      epoch.fill(Nd4j.create(DataType.DOUBLE, 25, 3));
      assertEquals(0, epoch.nextSize());
    }
  }

  @Test
  void fillsViewsOfALargerArray() {
    for (var type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      var all = Nd4j.zeros(type, 5, 3);
      var view = all.get(NDArrayIndex.interval(1, 3), NDArrayIndex.all());
      try (var epoch = DataModule.open(plain("counting:2"), type, 1).all().epoch(0, false, 2, 0)) {
        epoch.fill(view);
      }
      assertArrayEquals(
          new double[] {0, 0, 0, 0, 0, 0.25, 1, -1, 0.375, 0, 0, 0, 0, 0, 0},
          all.reshape(15).toDoubleVector());
    }
  }

  @Test
  void labelsFollowTheConfig() {
    var none =
        new DataConfig("digits", "none", "auto", false, Binarize.NONE, "0", "0", 0, Missing.REFUSE);
    var first = rows(open(none).all()).get(0);
    assertEquals(65, first.size(), "the source's own label is no feature");
    assertTrue(first.get(64).isNaN());
    var auto = rows(open(DataConfig.DEFAULTS).all()).get(9);
    assertEquals(9.0, auto.get(64));
    assertEquals(64, open(DataConfig.DEFAULTS).columns());
  }

  @Test
  void checksumIsThatOfTheFeaturesInSourceOrder() {
    var checksum = open(split("counting:50", "0.1", "0.1", 0)).checksum();
    assertEquals(64, checksum.length());
    var same =
        Stream.of(
            split("counting:50", "0.3", "0", 7),
            split("counting:30,20", "0", "0", 0),
            new DataConfig(
                "counting:50", "auto", "2", true, Binarize.NONE, "0", "0", 3, Missing.REFUSE));
    assertTrue(same.allMatch(config -> open(config).checksum().equals(checksum)));
    assertNotEquals(checksum, open(plain("counting:51")).checksum());
  }

  @Test
  void streamedFailuresReachTheReader() {
    var failing =
        new Table(
            "broken",
            List.of(BrokenReader::new),
            new Columns(new int[] {0}, -1),
            List.of(),
            1,
            DataType.DOUBLE,
            new float[0],
            Missing.REFUSE);
    var format = new RowFormat(1, DataType.DOUBLE, true, Binarize.NONE, new NoiseSource(1));
    try (var epoch = new StreamRows(failing::rows, 10, 2, format).epoch(0, false, 2, 0)) {
      var x = Nd4j.create(DataType.DOUBLE, 2, 1);
      assertEquals(2, epoch.nextSize());
      epoch.fill(x);
      var message = assertThrows(UserException.class, epoch::nextSize).getMessage();
      assertTrue(message.contains("'broken', after record 3: its reader failed"), message);
    }
  }

  @Test
  void twoMoonsHasItsMomentsAndSeed() {
    var module = open(plain("two-moons:20000"));
    var rows = rows(module.all());
    assertEquals(20000, rows.size());
    double share = rows.stream().mapToDouble(row -> row.get(2)).average().orElseThrow();
    assertEquals(0.5, share, 5 * 0.5 / Math.sqrt(20000));
    double radii =
        rows.stream()
            .mapToDouble(
                row ->
                    Math.hypot(row.get(0) - row.get(2) + 0.5, row.get(1) - row.get(2) / 2 + 0.25))
            .average()
            .orElseThrow();
    assertEquals(1.005, radii, 0.005, "E|r| = 1 + sigma^2 / 2");
    assertEquals(rows, rows(open(plain("two-moons:20000")).all()));
    assertNotEquals(
        rows, rows(DataModule.open(plain("two-moons:20000"), DataType.DOUBLE, 2).all()));
    assertTrue(refusal(plain("two-moons:x")).contains("a count of rows, got 'x'"));
  }

  /** E|x|^2 = r^2 + 2 s^2 of each mode, and as many rows of each. */
  @Test
  void eightGaussiansHaveTheirModes() {
    var rows = rows(open(plain("eight-gaussians:20000")).all());
    var modes = rows.stream().collect(Collectors.groupingBy(row -> row.get(2)));
    assertEquals(8, modes.size());
    modes.forEach(
        (mode, members) -> {
          assertEquals(2500, members.size(), 5 * Math.sqrt(2500 * 7 / 8.0));
          double angle = mode * Math.PI / 4;
          double[] centre = {Math.cos(angle) * Math.sqrt(8), Math.sin(angle) * Math.sqrt(8)};
          for (int j : new int[] {0, 1}) {
            double mean = members.stream().mapToDouble(row -> row.get(j)).average().orElseThrow();
            double variance =
                members.stream()
                    .mapToDouble(row -> Math.pow(row.get(j) - centre[j], 2))
                    .average()
                    .orElseThrow();
            assertEquals(centre[j], mean, 5 * Math.sqrt(0.125 / members.size()));
            assertEquals(0.125, variance, 5 * 0.125 * Math.sqrt(2.0 / members.size()));
          }
        });
    assertTrue(refusal(plain("eight-gaussians:0")).contains("a count of rows, got '0'"));
  }

  @Test
  void theCheckerboardIsUniformOnItsEightSquares() {
    var rows = rows(open(plain("checkerboard:20000")).all());
    var squares =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row -> List.of(Math.floor(row.get(0) / 2 + 2), Math.floor(row.get(1) / 2 + 2)),
                    Collectors.counting()));
    assertEquals(8, squares.size());
    squares.forEach(
        (square, count) -> {
          assertEquals(0, (square.get(0) + square.get(1)) % 2, square::toString);
          assertEquals(2500, count, 5 * Math.sqrt(2500 * 7 / 8.0));
        });
    for (int j : new int[] {0, 1}) {
      double squared = rows.stream().mapToDouble(r -> r.get(j) * r.get(j)).average().orElseThrow();
      assertEquals(16.0 / 3, squared, 5 * 4.8 / Math.sqrt(20000), "the variance of U(-4, 4)");
    }
  }
}
