package org.latentzoo.tests.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.linalg.Moments;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.spark.RddRows;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows in partitions against rows in one place. */
class RddRowsTest {
  private static final int N = 2500;
  private static final int D = 3;
  private static JavaSparkContext context;

  @BeforeAll
  static void start() {
    var configuration =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("rows")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1");
    context = new JavaSparkContext(configuration);
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  /** A large mean, so that sums of squares would lose eight digits. */
  private static INDArray matrix() {
    var x = Nd4j.zeros(DataType.DOUBLE, N, D);
    new NoiseSource(1).normal(x, "x");
    return x.addi(1e4);
  }

  private static RddRows rows(double[][] x, int partitions) {
    return new RddRows(context.parallelize(Arrays.asList(x), partitions), D);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void momentsAreThoseOfOnePlace(int partitions) {
    var x = matrix();
    var expected = new Moments(D);
    expected.add(x);
    var moments = rows(x.toDoubleMatrix(), partitions).moments();
    assertEquals(N, moments.count());
    assertEquals(0, expected.mean().distance2(moments.mean()), 1e-10);
    assertEquals(0, expected.covariance().distance2(moments.covariance()), 1e-11);
  }

  @Test
  void emptyPartitionsAddNothing() {
    var moments = rows(new double[][] {{1, 2, 3}, {3, 2, 1}}, 5).moments();
    assertEquals(2, moments.count());
    assertEquals(Nd4j.createFromArray(2.0, 2.0, 2.0), moments.mean());
    assertEquals(
        Nd4j.create(new double[][] {{1, 0, -1}, {0, 0, 0}, {-1, 0, 1}}), moments.covariance());
  }

  @Test
  void handsOverRowsInOrder() {
    var x = matrix();
    var parts = new ArrayList<INDArray>();
    var rows = rows(x.toDoubleMatrix(), 2);
    rows.forEachBatch(parts::add);
    assertEquals(N, rows.count());
    assertEquals(x, Nd4j.concat(0, parts.toArray(INDArray[]::new)));
  }

  @Test
  void seesMissingCells() {
    var x = matrix().toDoubleMatrix();
    assertTrue(rows(x, 2).isComplete());
    x[N - 1][D - 1] = Double.NaN;
    assertFalse(rows(x, 2).isComplete());
  }

  @Test
  void refusesRowsOfOtherLengths() {
    var e = assertThrows(SparkException.class, () -> rows(new double[][] {{1, 2}}, 1).moments());
    assertTrue(e.getMessage().contains("A row must have 3 cells, got 2."), e.getMessage());
  }
}
