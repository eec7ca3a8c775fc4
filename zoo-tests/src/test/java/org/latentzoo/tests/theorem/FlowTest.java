package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.preset.Preset;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.run.Experiment;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Flows are densities (equation 26). */
class FlowTest {
  private static final String PLANE =
      "model: {type: flow, layers: 4, hidden: [8], mixing: linear, structure: %s, activation: tanh, transform: {law: %s}}";

  @TempDir private Path folder;

  private static ModelInstance flow(String structure, String law, int features) {
    var preset = Preset.fromYaml("flow", PLANE.formatted(structure, law));
    return ModelInstance.of(preset.type(), preset.model(), DataType.DOUBLE, 3, features);
  }

  private static double[] logProb(ModelInstance flow, INDArray x) {
    var inference = flow.inference(List.of(Head.LOG_LIKELIHOOD), (int) x.size(0));
    inference.execution().input(Model.DATA).assign(x);
    inference.execution().run();
    return inference.answer(Head.LOG_LIKELIHOOD).toDoubleVector();
  }

  private static INDArray normal(int rows, int columns) {
    var x = Nd4j.zeros(DataType.DOUBLE, rows, columns);
    new NoiseSource(4).normal(x, "x");
    return x;
  }

  @ParameterizedTest
  @ValueSource(strings = {"coupling affine", "coupling spline", "autoregressive affine"})
  void withParametersOfZeroItIsItsBase(String kind) {
    var flow = flow(kind.split(" ")[0], kind.split(" ")[1], 5);
    flow.parameters().values().forEach(p -> p.assign(0));
    var x = normal(6, 5);
    var expected = x.mul(x).addi(Math.log(2 * Math.PI)).sum(1).muli(-0.5).toDoubleVector();
    assertArrayEquals(expected, logProb(flow, x), 1e-12);
  }

  /**
   * The integral over the whole plane, x = 2 tan(pi (u - 1/2)) with u in the middle of the cells of
   * a grid of the unit square: tails are in it, and cells are smallest where rows are.
   */
  @ParameterizedTest
  @ValueSource(strings = {"coupling affine", "coupling spline", "autoregressive affine"})
  void theDensityIntegratesToOne(String kind) {
    var flow = flow(kind.split(" ")[0], kind.split(" ")[1] + ", bound: 1", 2);
    var source = new NoiseSource(8);
    flow.parameters()
        .forEach(
            (name, p) -> {
              source.normal(p, name);
              p.muli(0.25);
            });
    int side = 300;
    double integral = 0;
    var x = Nd4j.zeros(DataType.DOUBLE, side, 2);
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < side; j++) {
        x.putScalar(j, 0, place(i, side)).putScalar(j, 1, place(j, side));
      }
      var logProb = logProb(flow, x);
      for (int j = 0; j < side; j++) {
        integral += Math.exp(logProb[j]) * width(i, side) * width(j, side);
      }
    }
    assertEquals(1, integral, 1e-3);
  }

  private static double place(int i, int side) {
    return 2 * Math.tan(Math.PI * ((i + 0.5) / side - 0.5));
  }

  /** dx = 2 pi (1 + x^2 / 4) du. */
  private static double width(int i, int side) {
    double x = place(i, side);
    return 2 * Math.PI * (1 + x * x / 4) / side;
  }

  /** log p of raw columns is that of standardised ones minus the sum of log deviations. */
  @Test
  void theLikelihoodOfATableIsThatOfItsRawColumns() throws IOException {
    var random = new NoiseSource(5).generator("table");
    var lines =
        IntStream.range(0, 200)
            .mapToObj(i -> (100 + 20 * random.nextGaussian()) + "," + 0.01 * random.nextGaussian())
            .toList();
    var file = Files.write(folder.resolve("table.csv"), lines);
    var preset =
        Preset.load("realnvp-two-moons")
            .withData("csv:" + file)
            .with("train.epochs", 1)
            .with("train.batch", 50)
            .with("model.layers", 2);
    var trained = Experiment.of(preset).train(folder.resolve("run"));
    var rows = trained.data().train();
    double reported = trained.evaluate(rows, 0).get("log_likelihood").mean();
    var treated = trained.evaluator(n -> {}).inputs(rows);
    var instance = trained.instance();
    var inference = instance.inference(List.of(Head.LOG_LIKELIHOOD), 200);
    inference.execution().input(Model.DATA).assign(treated);
    inference.execution().run();
    double standardised = inference.answer(Head.LOG_LIKELIHOOD).meanNumber().doubleValue();
    var raw = trained.originals(rows);
    double logDet = 0;
    for (int j = 0; j < 2; j++) {
      logDet -= Math.log(Math.sqrt(raw.getColumn(j).varNumber().doubleValue() * 199 / 200));
    }
    assertEquals(standardised + logDet, reported, 1e-3);
    assertTrue(Math.abs(logDet) > 1);
  }

  /**
   * Away from the identity, in float: from 4,000 rows to their codes and back, trained for a while.
   */
  @ParameterizedTest
  @CsvSource({"8, 1e-5", "100, 1e-3"})
  void aTrainedFlowLeadsBackToItsRows(int layers, double most) {
    var preset =
        Preset.load("realnvp-two-moons")
            .withData("two-moons:40000")
            .with("data.test", "4000")
            .with("train.epochs", 1)
            .with("model.layers", layers);
    var trained = Experiment.of(preset).train(folder.resolve("run"));
    var rows = trained.data().test();
    var codes = trained.encode(rows);
    var x = trained.originals(rows);
    assertTrue(codes.sub(x).amaxNumber().doubleValue() > 0.5, "still the identity");
    double error = trained.decode(codes).sub(x).amaxNumber().doubleValue();
    assertTrue(error < most, () -> "inverse error " + error);
  }

  /**
   * Where a law must be torn apart slopes grow with training until a code rounded to float, and
   * nothing else, leads away from its row. The inverse loses no more than ten times that over 4,000
   * rows: there is a rounding a layer, not one.
   */
  @ParameterizedTest
  @ValueSource(strings = {"realnvp-eight-gaussians", "realnvp-checkerboard", "spline-two-moons"})
  void aTrainedFlowLosesWhatRoundingItsCodesLoses(String name) {
    var source = Preset.load(name).data().source().replaceFirst(":.*", ":40000");
    var preset =
        Preset.load(name).withData(source).with("data.test", "4000").with("train.epochs", 1);
    var trained = Experiment.of(preset).train(folder.resolve("run"));
    var single = trained.instance();
    var exact = ModelInstance.of(preset.type(), preset.model(), DataType.DOUBLE, 1, 2);
    exact.parameters().forEach((key, p) -> p.assign(single.parameters().get(key)));
    var x = trained.evaluator(n -> {}).inputs(trained.data().test());
    var z = codes(exact, x);
    double least = largest(rows(exact, z.castTo(DataType.FLOAT)).sub(x));
    double error = largest(rows(single, codes(single, x)).sub(x));
    assertTrue(error <= 10 * least, () -> error + ", and rounding alone " + least);
  }

  private static INDArray codes(ModelInstance flow, INDArray x) {
    var inference = flow.inference(List.of(Head.POSTERIOR_MEAN), (int) x.size(0));
    inference.execution().input(Model.DATA).assign(x);
    inference.execution().run();
    return inference.answer(Head.POSTERIOR_MEAN);
  }

  private static INDArray rows(ModelInstance flow, INDArray z) {
    var inference = flow.inference(List.of(Head.DECODED_MEAN), 1, (int) z.size(0));
    inference.execution().input(Model.CODES).assign(z);
    inference.execution().run();
    return inference.answer(Head.DECODED_MEAN).castTo(DataType.DOUBLE);
  }

  private static double largest(INDArray array) {
    return array.amaxNumber().doubleValue();
  }
}
