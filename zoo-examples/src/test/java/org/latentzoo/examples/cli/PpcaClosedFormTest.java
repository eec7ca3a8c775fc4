package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code zoo train ppca-digits --data csv:FILE} is the closed form on any numeric CSV. */
class PpcaClosedFormTest {
  private static final int SWEEPS = 60;

  @TempDir private Path temp;

  /** Rows, columns, q, scale, offset (in scales) and whether there is a header. */
  @ParameterizedTest
  @CsvSource({
    "200, 6, 2, 1, 0, false",
    "57, 12, 5, 1e-3, 0, true",
    "300, 4, 1, 1e5, 3, false",
    "40, 9, 8, 250, -2, true",
    "1500, 20, 3, 0.5, 10, true"
  })
  void equalsTheClosedForm(int n, int d, int q, double scale, double offset, boolean header)
      throws IOException {
    var x = rows(n, d, scale, offset);
    var file = temp.resolve("data.csv");
    Files.writeString(file, (header ? header(d) : "") + csv(x));
    var run = temp.resolve("run");
    Cli.succeed(
        "train",
        "ppca-digits",
        "--data",
        "csv:" + file,
        "--set",
        "model.latent=" + q,
        "--out",
        run);
    double expected = logLikelihood(covariance(x), q);
    assertEquals(expected, obtained(run), 1e-6 * Math.max(1, Math.abs(expected)));
  }

  /** -1/2 (d log 2 pi + the sum of the q largest log eigenvalues + (d-q) log sigma^2 + d). */
  private static double logLikelihood(double[][] covariance, int q) {
    int d = covariance.length;
    var values = eigenvalues(covariance);
    double kept = DoubleStream.of(values).skip(d - q).map(Math::log).sum();
    double sigma2 = DoubleStream.of(values).limit(d - q).average().orElseThrow();
    return -(d * Math.log(2 * Math.PI) + kept + (d - q) * Math.log(sigma2) + d) / 2;
  }

  private static double[][] covariance(double[][] x) {
    int d = x[0].length;
    var mean = new double[d];
    for (var row : x) {
      for (int j = 0; j < d; j++) {
        mean[j] += row[j] / x.length;
      }
    }
    var covariance = new double[d][d];
    for (var row : x) {
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          covariance[i][j] += (row[i] - mean[i]) * (row[j] - mean[j]) / x.length;
        }
      }
    }
    return covariance;
  }

  /** In ascending order, by Jacobi's rotations. */
  private static double[] eigenvalues(double[][] a) {
    int d = a.length;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int p = 0; p < d; p++) {
        for (int r = p + 1; r < d; r++) {
          double angle = Math.atan2(2 * a[p][r], a[r][r] - a[p][p]) / 2;
          rotate(a, p, r, Math.cos(angle), Math.sin(angle));
        }
      }
    }
    return IntStream.range(0, d).mapToDouble(i -> a[i][i]).sorted().toArray();
  }

  private static void rotate(double[][] a, int p, int r, double c, double s) {
    for (var row : a) {
      double atP = row[p];
      row[p] = c * atP - s * row[r];
      row[r] = s * atP + c * row[r];
    }
    for (int k = 0; k < a.length; k++) {
      double atP = a[p][k];
      a[p][k] = c * atP - s * a[r][k];
      a[r][k] = s * atP + c * a[r][k];
    }
  }

  /** Correlated rows. */
  private static double[][] rows(int n, int d, double scale, double offset) {
    var random = new Random(31L * n + d);
    var mixing = new double[d][d];
    Arrays.setAll(mixing, i -> random.doubles(d, -1, 1).toArray());
    var x = new double[n][d];
    for (var row : x) {
      var source = IntStream.range(0, d).mapToDouble(i -> random.nextGaussian()).toArray();
      for (int i = 0; i < d; i++) {
        row[i] = offset * scale;
        for (int j = 0; j < d; j++) {
          row[i] += scale * mixing[i][j] * source[j];
        }
      }
    }
    return x;
  }

  private static String header(int d) {
    return IntStream.range(0, d).mapToObj(j -> "c" + j).collect(Collectors.joining(",", "", "\n"));
  }

  private static String csv(double[][] x) {
    return Arrays.stream(x)
        .map(
            row -> DoubleStream.of(row).mapToObj(Double::toString).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static double obtained(Path run) throws IOException {
    return new ObjectMapper()
        .readTree(run.resolve("evaluation.json").toFile())
        .at("/metrics/log_likelihood/mean")
        .asDouble();
  }
}
