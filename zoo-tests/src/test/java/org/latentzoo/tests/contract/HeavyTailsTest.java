package org.latentzoo.tests.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.run.Experiment;

/**
 * A flow trains on a user's table of 20 correlated columns with Student's tails of two degrees of
 * freedom, whose variance is infinite, in units from 0.1 to 1,000.
 */
class HeavyTailsTest {
  private static final int D = 20;

  @TempDir private Path folder;

  private Path table(int rows) throws IOException {
    var random = new NoiseSource(7).generator("heavy");
    var mixing = IntStream.range(0, D * D).mapToDouble(i -> random.nextGaussian()).toArray();
    var lines =
        IntStream.range(0, rows)
            .mapToObj(
                n -> {
                  var t =
                      IntStream.range(0, D)
                          .mapToDouble(
                              j -> random.nextGaussian() / Math.sqrt(random.nextExponential()))
                          .toArray();
                  return IntStream.range(0, D)
                      .mapToDouble(
                          i ->
                              Math.pow(10, i % 5 - 1)
                                  * IntStream.range(0, D)
                                      .mapToDouble(j -> mixing[i * D + j] * t[j])
                                      .sum())
                      .mapToObj(Double::toString)
                      .collect(Collectors.joining(","));
                })
            .toList();
    return Files.write(folder.resolve("table.csv"), lines);
  }

  /** A loss or parameter that is no number would end the training with an error. */
  private void requireTrains(int rows, int seeds, int epochs) throws IOException {
    var data = "csv:" + table(rows);
    for (int seed = 1; seed <= seeds; seed++) {
      var preset =
          Preset.load("realnvp-two-moons")
              .withData(data)
              .with("data.test", "0.1")
              .with("train.epochs", epochs)
              .with("seed", seed);
      var trained = Experiment.of(preset).train(folder.resolve("seed" + seed));
      var metric = trained.evaluate(trained.data().test(), 0).get("log_likelihood");
      assertTrue(Double.isFinite(metric.mean()), () -> "" + metric);
    }
  }

  @Test
  void aFewStepsStayFinite() throws IOException {
    requireTrains(600, 2, 2);
  }

  @Test
  @Tag("slow")
  void twentySeedsStayFinite() throws IOException {
    requireTrains(6000, 20, 8);
  }
}
