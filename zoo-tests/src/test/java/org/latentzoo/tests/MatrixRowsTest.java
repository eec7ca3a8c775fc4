package org.latentzoo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.check.UserException;
import org.latentzoo.io.Output;
import org.latentzoo.model.Head;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;
import org.latentzoo.run.TrainedModel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows given as a matrix are treated as the same rows read from a file. */
class MatrixRowsTest {
  @TempDir Path folder;

  @Test
  void equalTheRowsOfACsvFile() {
    var model = train();
    var matrix = greys(6);
    var file = folder.resolve("rows.csv");
    Output.write(file, matrix, "x");
    var rows = model.data("csv:" + file).all();
    assertEquals(model.encode(rows), model.encode(matrix));
    assertEquals(model.originals(rows), model.originals(model.rows(matrix)));
    assertEquals(model.encode(rows.first(4)), model.encode(matrix.getRows(0, 1, 2, 3)));
  }

  @Test
  void refuseWhatTheModelCannotTake() {
    var model = train();
    var matrix = greys(3);
    matrix.putScalar(2, 5, 17);
    assertRefused("record 3, column 6", model, matrix);
    assertRefused("expected 64 features", model, Nd4j.zeros(2, 63));
    assertRefused("[N, D]", model, Nd4j.zeros(64));
  }

  /** Memory holds a batch of 1,000 beside the result; the batches do not change the draws. */
  @Test
  void manySamplesBeginWithTheFew() {
    var model = train();
    var many = model.sample(2100, 3, Head.DECODED_SAMPLE);
    var few = model.sample(10, 3, Head.DECODED_SAMPLE);
    assertEquals(2100, many.rows());
    for (int i = 0; i < 10; i++) {
      assertEquals(few.getRow(i), many.getRow(i));
    }
    assertTrue(!many.getRow(0).equals(many.getRow(1000)), "batches draw apart");
  }

  private TrainedModel train() {
    var preset = Preset.load("vae-bernoulli-digits").with("train.epochs", 1);
    return Experiment.of(preset).train(folder.resolve("run"));
  }

  private static INDArray greys(int rows) {
    return Nd4j.arange(rows * 64L).reshape(rows, 64).fmod(17);
  }

  private static void assertRefused(String part, TrainedModel model, INDArray matrix) {
    var error = assertThrows(UserException.class, () -> model.encode(matrix));
    assertTrue(String.valueOf(error.getMessage()).contains(part), error.getMessage());
  }
}
