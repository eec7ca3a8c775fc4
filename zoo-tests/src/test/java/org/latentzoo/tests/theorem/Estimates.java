package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.FDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Independent estimates of one vector.
 *
 * @param rows {@code [n][P]}
 */
record Estimates(double[][] rows) {
  static Estimates of(List<double[]> rows) {
    return new Estimates(rows.toArray(double[][]::new));
  }

  /**
   * Of the gradient of a model's first loss by some of its parameters, one after the other.
   *
   * @param rows {@code [N, D]}
   * @param copies of the rows in a batch, whose mean is one estimate
   * @param draws of noise, each an estimate
   * @param parameters which, by name
   */
  static Estimates ofGradient(
      ModelInstance model, INDArray rows, int copies, int draws, Predicate<String> parameters) {
    var step = model.training(model.model().phases().get(0), rows.rows() * copies);
    step.execution().input(Model.DATA).assign(Nd4j.tile(rows, copies, 1));
    var source = new NoiseSource(9);
    var estimates = new ArrayList<double[]>();
    for (int i = 0; i < draws; i++) {
      step.execution().drawNoise(source, "draw", i);
      step.execution().run();
      var parts =
          step.gradient().slices().entrySet().stream()
              .filter(e -> parameters.test(e.getKey()))
              .map(e -> e.getValue().reshape(e.getValue().length()))
              .toArray(INDArray[]::new);
      estimates.add(Buffers.read(Nd4j.concat(0, parts)));
    }
    return of(estimates);
  }

  double mean(int i) {
    return Arrays.stream(rows).mapToDouble(r -> r[i]).average().orElseThrow();
  }

  double variance(int i) {
    double mean = mean(i);
    return Arrays.stream(rows).mapToDouble(r -> (r[i] - mean) * (r[i] - mean)).sum()
        / (rows.length - 1);
  }

  /** The sum over elements of their variances. */
  double totalVariance() {
    return IntStream.range(0, size()).mapToDouble(this::variance).sum();
  }

  int size() {
    return rows[0].length;
  }

  /** The largest distance of a mean from {@code expected}, in standard errors. */
  double worst(double[] expected) {
    return IntStream.range(0, size())
        .mapToDouble(i -> Math.abs(mean(i) - expected[i]) / Math.sqrt(variance(i) / rows.length))
        .max()
        .orElseThrow();
  }

  /**
   * How likely means at least as far from {@code expected} are, all elements at once: Hotelling's
   * T^2, a chi-squared whose covariance is estimated. Elements without any spread must be right.
   */
  double probability(double[] expected) {
    var random = IntStream.range(0, size()).filter(i -> variance(i) > 1e-20).toArray();
    IntStream.range(0, size())
        .filter(i -> variance(i) <= 1e-20)
        .forEach(i -> assertEquals(expected[i], mean(i), 1e-10, "element " + i));
    int n = rows.length;
    int p = random.length;
    var data =
        Arrays.stream(rows)
            .map(r -> Arrays.stream(random).mapToDouble(i -> r[i]).toArray())
            .toArray(double[][]::new);
    var covariance = new Covariance(new Array2DRowRealMatrix(data, false)).getCovarianceMatrix();
    var off =
        new ArrayRealVector(
            Arrays.stream(random).mapToDouble(i -> mean(i) - expected[i]).toArray());
    var solver = new CholeskyDecomposition(covariance, 1e-9, 1e-14).getSolver();
    double t2 = n * off.dotProduct(solver.solve(off));
    double f = t2 * (n - p) / (p * (n - 1.0));
    return 1 - new FDistribution(null, p, n - p).cumulativeProbability(f);
  }
}
