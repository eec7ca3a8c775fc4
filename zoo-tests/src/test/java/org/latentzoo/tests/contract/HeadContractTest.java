package org.latentzoo.tests.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.latentzoo.model.Execution;
import org.latentzoo.model.Head;
import org.latentzoo.model.Model;
import org.latentzoo.random.NoiseSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What a model's heads answer. */
class HeadContractTest {
  private static double[] values(Subject subject, Head head, int batch) {
    return subject.answers(batch).answer(head).ravel().toDoubleVector();
  }

  private static void requireShapes(Subject subject, int batch) {
    var answers = subject.answers(batch);
    for (var head : subject.instance().model().heads().keySet()) {
      var expected =
          head.isPerRow()
              ? new long[] {batch}
              : switch (head) {
                case DECODED_MEAN, DECODED_VARIANCE, DECODED_SAMPLE, IMPUTED ->
                    new long[] {batch, subject.features()};
                case LOG_POSTERIOR -> new long[] {batch, batch};
                case LOCAL_START -> answers.execution().input(subject.local()).shape();
                default -> answers.execution().input(Model.CODES).shape();
              };
      assertArrayEquals(expected, answers.answer(head).shape(), head.key());
      var numbers = answers.answer(head).ravel().toDoubleVector();
      assertTrue(Arrays.stream(numbers).allMatch(Double::isFinite), head.key());
    }
  }

  @EveryPreset
  void areFiniteAndOfTheirShapes(String preset) {
    requireShapes(Subject.small(preset, 3, DataType.FLOAT, 1), 4);
  }

  /** Where DL4J's reductions tend to fail. */
  @EveryPreset
  void standABatchOfOneRowAndACodeOfOneNumber(String preset) {
    var small = Subject.small(preset, 3, DataType.FLOAT, 1);
    var smallest = Subject.small(preset, 1, DataType.FLOAT, 1);
    requireShapes(small, 1);
    requireShapes(smallest, 4);
    requireShapes(smallest, 1);
    requireFiniteGradients(small, 1);
    requireFiniteGradients(smallest, 4);
  }

  private static void requireFiniteGradients(Subject subject, int batch) {
    for (var phase : subject.phases()) {
      var step = subject.step(phase, batch, 1);
      step.execution().run();
      assertTrue(Double.isFinite(step.loss()));
      for (var gradient : step.gradient().slices().values()) {
        assertTrue(Double.isFinite(gradient.norm2Number().doubleValue()));
      }
    }
  }

  /** Equation 9. */
  @EveryPreset
  void elboIsReconstructionMinusKl(String preset) {
    var subject = Subject.small(preset, 3, DataType.DOUBLE, 1);
    if (!subject.instance().model().has(Head.KL)) {
      return;
    }
    var kl = values(subject, Head.KL, 4);
    var reconstruction = values(subject, Head.RECONSTRUCTION, 4);
    var elbo = values(subject, Head.ELBO, 4);
    for (int i = 0; i < elbo.length; i++) {
      assertTrue(kl[i] > -1e-12, "a KL of " + kl[i]);
      assertEquals(reconstruction[i] - kl[i], elbo[i], 1e-12 * Math.abs(reconstruction[i]));
    }
  }

  /**
   * The first phase reports what evaluation does: for the same noise the same number, or in the
   * mean where it takes several samples of a row. A generator is not compared by any of them.
   */
  @EveryPreset
  void objectiveIsMinusTheFirstLoss(String preset) {
    var subject = Subject.small(preset, 3, DataType.DOUBLE, 1);
    var head =
        Stream.of(Head.LOG_LIKELIHOOD, Head.ELBO, Head.SQUARED_ERROR)
            .filter(subject.instance().model()::has)
            .findFirst()
            .orElse(null);
    if (head == null) {
      return;
    }
    var inference = subject.instance().inference(List.of(head), 4);
    var step = subject.step(subject.phases().get(0), 4, 1);
    inference.execution().input(Model.DATA).assign(step.execution().input(Model.DATA));
    double sign = head == Head.SQUARED_ERROR ? 1 : -1;
    DoubleSupplier objective =
        () -> {
          inference.execution().run();
          return sign * inference.answer(head).meanNumber().doubleValue();
        };
    DoubleSupplier loss =
        () -> {
          step.execution().run();
          return step.loss();
        };
    var names = inference.execution().program().inputs();
    if (names.stream().allMatch(step.execution()::reads)) {
      names.forEach(n -> inference.execution().input(n).assign(step.execution().input(n)));
      double expected = objective.getAsDouble();
      assertEquals(expected, loss.getAsDouble(), 1e-12 * Math.abs(expected));
    } else {
      requireEqualMeans(draws(inference.execution(), objective), draws(step.execution(), loss));
    }
  }

  private static double[] draws(Execution execution, DoubleSupplier value) {
    var source = new NoiseSource(6);
    var stream = execution.program().inputs().toString();
    return IntStream.range(0, 4000)
        .mapToDouble(
            i -> {
              execution.drawNoise(source, stream, i);
              return value.getAsDouble();
            })
        .toArray();
  }

  private static void requireEqualMeans(double[] a, double[] b) {
    var first = Nd4j.createFromArray(a);
    var second = Nd4j.createFromArray(b);
    double variance =
        (first.varNumber().doubleValue() + second.varNumber().doubleValue()) / a.length;
    double difference = first.meanNumber().doubleValue() - second.meanNumber().doubleValue();
    assertTrue(variance > 0 && variance < 1e-3, () -> "variance of the difference " + variance);
    assertEquals(0, difference / Math.sqrt(variance), 4);
  }

  /** Where no cell is missing, heads that stand missing cells answer as those of whole rows. */
  @EveryPreset
  void wholeRowsAreACaseOfRowsWithMissingCells(String preset) {
    var subject = Subject.small(preset, 3, DataType.DOUBLE, 1);
    if (!subject.instance().model().has(Head.OBSERVED_LOG_LIKELIHOOD)) {
      return;
    }
    var whole = values(subject, Head.LOG_LIKELIHOOD, 4);
    assertArrayEquals(whole, values(subject, Head.OBSERVED_LOG_LIKELIHOOD, 4), 1e-10);
    var answers = subject.answers(4);
    assertEquals(answers.execution().input(Model.DATA), answers.answer(Head.IMPUTED));
  }
}
