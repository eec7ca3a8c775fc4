package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.check.UserException;
import org.latentzoo.graph.Maths;
import org.latentzoo.linalg.SymmetricEigen;
import org.latentzoo.model.Head;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;
import org.latentzoo.run.RowObservations;
import org.nd4j.linalg.api.buffer.DataType;

/** On the digits, every way to the maximum of PPCA's likelihood ends at the same one. */
class PpcaFitsTest {
  @TempDir private Path folder;

  private static Preset preset(int q, String... settings) {
    return Preset.load("ppca-digits").with("model.latent", q).withSet(List.of(settings));
  }

  private double logLikelihood(Preset preset) {
    var model = Experiment.of(preset).train(folder.resolve("run"));
    return model.evaluate(model.data().all(), 0).get("log_likelihood").mean();
  }

  /** -1/2 [d log 2 pi + sum of the kept log eigenvalues + (d - q) log sigma^2 + d]. */
  private static double maximum(int q) {
    var data = Experiment.of(preset(q)).data();
    var rows = new RowObservations(data.all(), DataType.DOUBLE, data::column);
    var values = SymmetricEigen.of(rows.moments().covariance()).values();
    int d = values.length;
    double kept = DoubleStream.of(values).limit(q).map(Math::log).sum();
    double sigma2 = DoubleStream.of(values).skip(q).average().orElseThrow();
    return -(d * (Maths.LOG_2PI + 1) + kept + (d - q) * Math.log(sigma2)) / 2;
  }

  /** NumPy in float64, REFERENCES.md. */
  @ParameterizedTest
  @CsvSource({
    "2, -177.439971",
    "5, -168.538042",
    "10, -159.993731",
    "20, -150.168378",
    "40, -136.833175"
  })
  void closedForm(int q, double reference) {
    double reached = logLikelihood(preset(q));
    assertEquals(reference, reached, 5e-7);
    assertEquals(maximum(q), reached, 1e-9);
  }

  @ParameterizedTest
  @CsvSource({"2, 300", "5, 300", "10, 300", "20, 300", "40, 1000"})
  void expectationMaximisation(int q, int iterations) {
    var em = preset(q, "model.fit=em", "model.iterations=" + iterations);
    assertEquals(maximum(q), logLikelihood(em), 1e-6);
  }

  /** Full batches; Adam forgets the steep start, where sigma^2 is far off, with beta2 = 0.99. */
  private void gradient(int q) {
    var adam = "train.optimizer={name: adam, learning-rate: 0.1, beta2: 0.99}";
    var gradient =
        preset(
            q,
            "model.fit=gradient",
            "train.batch=1797",
            "train.epochs=2000",
            "train.schedule.kind=cosine",
            adam);
    assertEquals(maximum(q), logLikelihood(gradient), 1e-4);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void gradientSteps(int q) {
    gradient(q);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {10, 20, 40})
  void gradientStepsOfManyCodes(int q) {
    gradient(q);
  }

  /** The rank that each rank's own fit finds likeliest on the validation rows. */
  @Test
  void heldOutRankIsTheBestOfAllRanks() {
    var held = List.of("data.validation=0.2", "data.scale=1");
    var likelihoods =
        IntStream.rangeClosed(1, 45)
            .mapToObj(
                q -> {
                  var one = preset(q).withSet(held);
                  var model = Experiment.of(one).train(folder.resolve("rank" + q));
                  return model.evaluate(model.data().validation(), 0).get("log_likelihood").mean();
                })
            .toList();
    int best =
        1
            + IntStream.range(0, 45)
                .boxed()
                .max(Comparator.comparing(likelihoods::get))
                .orElseThrow();
    var chosen = preset(45, "model.rank=held-out").withSet(held);
    var model = Experiment.of(chosen).train(folder.resolve("chosen"));
    var w = model.instance().parameters().get("W");
    int used = 0;
    for (int j = 0; j < 45; j++) {
      used += w.getColumn(j).amaxNumber().doubleValue() > 0 ? 1 : 0;
    }
    assertEquals(best, used);
    var metrics = model.evaluate(model.data().validation(), 0);
    assertEquals(likelihoods.get(best - 1), metrics.get("log_likelihood").mean(), 1e-9);
    var variance = model.ask(model.data().validation().first(3), Head.POSTERIOR_VARIANCE);
    for (int j = best; j < 45; j++) {
      assertEquals(1, variance.getDouble(2, j), 1e-12, "unused codes keep their prior");
    }
  }

  @Test
  void heldOutRankNeedsRowsAndTheClosedForm() {
    var none = Experiment.of(preset(3, "model.rank=held-out"));
    var error = assertThrows(UserException.class, () -> none.train(folder.resolve("none")));
    assertEquals(
        "model.rank=held-out needs validation rows, there are none. Set data.validation=0.1, say.",
        error.getMessage());
    var em =
        assertThrows(UserException.class, () -> preset(3, "model.rank=held-out", "model.fit=em"));
    assertEquals("model.rank=held-out needs model.fit=closed-form, got em.", em.getMessage());
  }
}
