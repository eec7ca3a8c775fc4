package org.latentzoo.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The units of a code that tell rows apart: those with Var_x(E_q[z_u | x]) above 0.01 (Burda,
 * Grosse and Salakhutdinov 2016, section 5.2).
 */
public final class ActiveUnits {
  private static final double THRESHOLD = 0.01;

  private final double[] activity;

  private ActiveUnits(double[] activity) {
    this.activity = activity;
  }

  /** From the posterior means of N rows, {@code [N, K]}. */
  public static ActiveUnits of(INDArray means) {
    var activity = new double[means.columns()];
    Arrays.setAll(activity, u -> variance(means.getColumn(u).toDoubleVector()));
    return new ActiveUnits(activity);
  }

  /** Var_x(E_q[z_u | x]) of each unit u, {@code [K]}; the rows are all there are, so by N. */
  public double[] activity() {
    return activity.clone();
  }

  /** How many units are active. */
  public int count() {
    return (int) Arrays.stream(activity).filter(a -> a > THRESHOLD).count();
  }

  /** All units, the most active first. */
  public int[] mostActive() {
    return IntStream.range(0, activity.length)
        .boxed()
        .sorted(Comparator.comparingDouble(u -> -activity[u]))
        .mapToInt(u -> u)
        .toArray();
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
  }
}
