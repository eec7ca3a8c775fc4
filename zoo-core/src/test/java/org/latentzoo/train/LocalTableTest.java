package org.latentzoo.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.latentzoo.check.UserException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Each row's numbers under Adam, against Adam by hand for that row alone. */
class LocalTableTest {
  private static final int ROWS = 5;
  private static final int COLUMNS = 2;
  private static final double RATE = 0.1;
  private static final OptimizerConfig ADAM =
      new OptimizerConfig(Updater.ADAM, RATE, 0.5, Map.of("beta1", 0.8, "beta2", 0.9));

  private static LocalTable table(Clip clip) {
    return new LocalTable(ADAM, clip, DataType.DOUBLE, ROWS, COLUMNS);
  }

  /** The gradient of row n's own loss at its step t. */
  private static double gradient(int n, int column, int t) {
    return Math.sin(1 + n + 3 * column + 0.7 * t);
  }

  /** Two epochs of two steps a visit, in batches of which the last is short. */
  private static void train(LocalTable table, int epochs) {
    int[][][] batches = {{{3, 0}, {4, 1}, {2}}, {{1, 2}, {0, 3}, {4}}};
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (var rows : batches[epoch]) {
        var values = Nd4j.zeros(DataType.DOUBLE, rows.length, COLUMNS);
        for (int repeat = 0; repeat < 2; repeat++) {
          int t = 2 * epoch + repeat;
          var mean = Nd4j.zeros(DataType.DOUBLE, rows.length, COLUMNS);
          for (int i = 0; i < rows.length; i++) {
            for (int c = 0; c < COLUMNS; c++) {
              mean.putScalar(i, c, gradient(rows[i], c, t) / rows.length);
            }
          }
          table.read(rows, values);
          table.step(rows, values, mean, t, epoch, RATE);
        }
      }
    }
  }

  private static double[] values(LocalTable table) {
    return table.vectors("q").get("local.q").toDoubleVector();
  }

  /** No weight decay: a posterior is no weight. */
  private static double byHand(int n, int column) {
    double x = 0;
    double m = 0;
    double v = 0;
    for (int t = 0; t < 4; t++) {
      double g = gradient(n, column, t);
      m = 0.8 * m + 0.2 * g;
      v = 0.9 * v + 0.1 * g * g;
      double unbias = Math.sqrt(1 - Math.pow(0.9, t + 1)) / (1 - Math.pow(0.8, t + 1));
      x -= RATE * unbias * m / (Math.sqrt(v) + 1e-8);
    }
    return x;
  }

  @Test
  void everyRowTakesItsOwnSteps() {
    var table = table(Clip.DEFAULTS);
    train(table, 2);
    var expected = new double[ROWS * COLUMNS];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = byHand(i / COLUMNS, i % COLUMNS);
    }
    assertArrayEquals(expected, values(table), 1e-12);
  }

  @Test
  void goesOnFromWhatWasSaved() {
    var whole = table(Clip.DEFAULTS);
    train(whole, 2);
    var first = table(Clip.DEFAULTS);
    train(first, 1);
    var second = table(Clip.DEFAULTS);
    var saved = first.vectors("q");
    second.vectors("q").forEach((name, vector) -> vector.assign(saved.get(name)));
    assertEquals(whole.vectors("q").keySet(), saved.keySet());
    assertArrayEquals(values(first), values(second), 0);
  }

  @Test
  void gradientsAreClippedRowByRow() {
    var free = table(Clip.DEFAULTS);
    var clipped = table(new Clip(Clip.By.NORM, 1e-9));
    train(free, 1);
    train(clipped, 1);
    double ratio = values(clipped)[0] / values(free)[0];
    assertTrue(ratio < 0.5, () -> "Adam's epsilon shows where gradients are tiny: " + ratio);
  }

  @Test
  void refusesWhatThereIsNoRoomFor() {
    var error =
        assertThrows(
            UserException.class,
            () -> new LocalTable(ADAM, Clip.DEFAULTS, DataType.FLOAT, 1L << 20, 1L << 12));
    assertTrue(error.getMessage().contains("model.latent"), error.getMessage());
  }
}
