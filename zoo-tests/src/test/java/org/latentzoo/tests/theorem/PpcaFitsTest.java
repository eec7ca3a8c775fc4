package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.models.Ppca;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.run.Experiment;
import org.latentzoo.run.RowObservations;
import org.latentzoo.tests.Fits;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {2, 5, 10, 20, 40})
  void gradientSteps(int q) {
    var gradient =
        preset(
            q,
            "model.fit=gradient",
            "train.batch=1797",
            "train.epochs=2000",
            "train.schedule.kind=cosine",
            "train.optimizer={name: adam, learning-rate: 0.1, beta2: 0.99}");
    assertEquals(maximum(q), logLikelihood(gradient), 1e-4);
  }

  /**
   * The rank that a fit of each rank finds likeliest on the validation rows, by the dense normal.
   * The rows have three codes, and 40 of them do not support six.
   */
  @Test
  void heldOutRankIsTheBestOfAllRanks() {
    int d = 9;
    var train = rows("train", 40, d);
    var held = rows("held", 30, d);
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int q = 1; q <= 7; q++) {
      double mean = mean(Fits.of(new Ppca(), Fits.ppca(q, Ppca.Fit.CLOSED_FORM), train), held);
      best = mean > highest ? q : best;
      highest = Math.max(mean, highest);
    }
    assertTrue(best > 1 && best < 7, "a choice: " + best);
    var config = new Ppca.Config(7, Ppca.Fit.CLOSED_FORM, 1, Ppca.Rank.HELD_OUT);
    var fit = Fits.of(new Ppca(), config, Fits.rows(train), Fits.rows(held));
    assertEquals(highest, mean(fit, held), 1e-10);
    var instance = ModelInstance.of(new Ppca(), config, DataType.DOUBLE, 1, d);
    instance.parameters().forEach((name, slice) -> slice.assign(fit.get(name)));
    var inference = instance.inference(List.of(Head.POSTERIOR_VARIANCE), 30);
    inference.execution().input(Model.DATA).assign(held);
    inference.execution().run();
    for (int j = 0; j < 7; j++) {
      boolean used = fit.get("W").getColumn(j).amaxNumber().doubleValue() > 0;
      assertEquals(j < best, used, "code " + j);
      double variance = inference.answer(Head.POSTERIOR_VARIANCE).getDouble(2, j);
      assertEquals(j < best, variance < 1 - 1e-9, "unused codes keep their prior: " + variance);
    }
  }

  private static INDArray rows(String name, int n, int d) {
    var w = draw("w", 3, d);
    return draw(name + " z", n, 3).mmul(w).addi(draw(name + " noise", n, d).muli(0.7));
  }

  private static INDArray draw(String name, long... shape) {
    var array = Nd4j.zeros(DataType.DOUBLE, shape);
    new NoiseSource(8).normal(array, name);
    return array;
  }

  /** The mean over rows of log p(x). */
  private static double mean(Map<String, INDArray> fit, INDArray rows) {
    var p = DenseNormal.of(fit.get("W"), fit.get("mean"), fit.get("log_sigma2"));
    return IntStream.range(0, rows.rows())
        .mapToDouble(n -> p.logProb(rows.getRow(n).toDoubleVector()))
        .average()
        .orElseThrow();
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
