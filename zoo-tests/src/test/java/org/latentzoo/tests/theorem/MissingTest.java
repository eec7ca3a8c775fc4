package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.latentzoo.check.UserException;
import org.latentzoo.model.FitRequest;
import org.latentzoo.model.Head;
import org.latentzoo.model.Inference;
import org.latentzoo.model.Model;
import org.latentzoo.model.ModelInstance;
import org.latentzoo.model.Observations;
import org.latentzoo.models.Ppca;
import org.latentzoo.random.NoiseSource;
import org.latentzoo.tests.Fits;
import org.latentzoo.tests.Gaps;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** PPCA of rows with missing cells: EM, the likelihood of what is observed, and imputation. */
class MissingTest {
  private static final int N = 80;
  private static final int D = 6;
  private static final int Q = 2;

  private final Ppca.Config config = Fits.ppca(Q, Ppca.Fit.EM);
  private final INDArray x = data();
  private final INDArray gaps = Gaps.in(x, 0.3, 4);

  private static INDArray draw(String name, long... shape) {
    var array = Nd4j.zeros(DataType.DOUBLE, shape);
    new NoiseSource(6).normal(array, name);
    return array;
  }

  private static INDArray data() {
    return draw("z", N, Q).mmul(draw("w", Q, D)).addi(draw("noise", N, D).muli(0.5)).addi(3);
  }

  /** Rows that hide that nothing is missing. */
  private record Undisclosed(Observations rows) implements Observations {
    @Override
    public long count() {
      return rows.count();
    }

    @Override
    public int columns() {
      return rows.columns();
    }

    @Override
    public String column(int j) {
      return rows.column(j);
    }

    @Override
    public boolean isComplete() {
      return false;
    }

    @Override
    public void forEachBatch(Consumer<INDArray> visitor) {
      rows.forEachBatch(visitor);
    }
  }

  @Test
  void withNothingMissingItIsEm() {
    for (int iterations : new int[] {1, 7, 40}) {
      var some = new Ppca.Config(Q, Ppca.Fit.EM, iterations, Ppca.Rank.FIXED);
      var rows = Fits.rows(x);
      var em = Fits.of(new Ppca(), some, rows, rows);
      var same = Fits.of(new Ppca(), some, new Undisclosed(rows), rows);
      em.forEach((name, value) -> requireEqual(value, same.get(name), 1e-9, name));
      requireEqual(x.mean(0), same.get("mean"), 1e-9, "mean");
    }
  }

  private static void requireEqual(INDArray a, INDArray b, double tolerance, String what) {
    double error = a.sub(b).amaxNumber().doubleValue();
    assertTrue(error <= tolerance, () -> what + " is off by " + error);
  }

  @Test
  void everyIterationRaisesTheLikelihoodToAPointWhereItIsFlat() {
    var trace = new ArrayList<Double>();
    var many = new Ppca.Config(Q, Ppca.Fit.EM, 5000, Ppca.Rank.FIXED);
    var request =
        new FitRequest(Fits.rows(gaps), Fits.rows(gaps), 1, (i, of, value) -> trace.add(value));
    var fit = new Ppca().fit(many, request);
    assertTrue(trace.size() < 5000, "it stopped by itself");
    for (int i = 1; i < trace.size(); i++) {
      assertTrue(trace.get(i) >= trace.get(i - 1) - 1e-12, "iteration " + i);
    }
    double best = logLikelihood(fit);
    assertEquals(best, trace.get(trace.size() - 1), 1e-10);
    fit.forEach(
        (name, value) -> {
          for (int i = 0; i < value.length(); i++) {
            double slope = slope(fit, value.reshape(value.length()), i);
            assertEquals(0, slope, 1e-6, name + " " + i);
          }
        });
  }

  private double slope(Map<String, INDArray> fit, INDArray flat, int i) {
    double here = flat.getDouble(i);
    double h = 1e-4;
    flat.putScalar(i, here + h);
    double above = logLikelihood(fit);
    flat.putScalar(i, here - h);
    double below = logLikelihood(fit);
    flat.putScalar(i, here);
    return (above - below) / (2 * h);
  }

  /** The mean over rows of log N(x_o; b_o, C_oo), by the dense normal of the observed cells. */
  private double logLikelihood(Map<String, INDArray> fit) {
    double sum = 0;
    for (int n = 0; n < N; n++) {
      var o = observed(n);
      sum += dense(fit, o).logProb(cells(gaps.getRow(n), o));
    }
    return sum / N;
  }

  private int[] observed(int n) {
    return IntStream.range(0, D).filter(j -> !Double.isNaN(gaps.getDouble(n, j))).toArray();
  }

  private static double[] cells(INDArray row, int[] columns) {
    return IntStream.of(columns).mapToDouble(row::getDouble).toArray();
  }

  private static DenseNormal dense(Map<String, INDArray> fit, int[] columns) {
    return DenseNormal.of(
        fit.get("W").getRows(columns),
        Nd4j.createFromArray(cells(fit.get("mean"), columns)),
        fit.get("log_sigma2"));
  }

  private Inference answers(Map<String, INDArray> fit, INDArray rows, Head... heads) {
    var instance = ModelInstance.of(new Ppca(), config, DataType.DOUBLE, 1, D);
    instance.parameters().forEach((name, slice) -> slice.assign(fit.get(name)));
    var inference = instance.inference(List.of(heads), rows.rows());
    inference.execution().input(Model.DATA).assign(rows);
    inference.execution().run();
    return inference;
  }

  @Test
  void headsAreThoseOfTheDenseNormal() {
    gaps.getRow(5).assign(Double.NaN);
    var fit = Fits.of(new Ppca(), config, gaps);
    var answers = answers(fit, gaps, Head.OBSERVED_LOG_LIKELIHOOD, Head.IMPUTED);
    var imputed = answers.answer(Head.IMPUTED);
    var w = fit.get("W");
    double sigma2 = Math.exp(fit.get("log_sigma2").getDouble(0));
    var c = w.mmul(w.transpose()).addi(Nd4j.eye(D).castTo(DataType.DOUBLE).muli(sigma2));
    for (int n = 0; n < N; n++) {
      var o = observed(n);
      double expected = o.length == 0 ? 0 : dense(fit, o).logProb(cells(gaps.getRow(n), o));
      double actual = answers.answer(Head.OBSERVED_LOG_LIKELIHOOD).getDouble(n);
      assertEquals(expected, actual, 1e-10, "row " + n);
      for (int i = 0; i < D; i++) {
        double given = gaps.getDouble(n, i);
        double mean = Double.isNaN(given) ? conditionalMean(c, fit.get("mean"), n, i) : given;
        assertEquals(mean, imputed.getDouble(n, i), 1e-10, "row " + n + " column " + i);
      }
    }
  }

  /** b_i + C_io C_oo^-1 (x_o - b_o). */
  private double conditionalMean(INDArray c, INDArray mean, int n, int i) {
    var o = observed(n);
    if (o.length == 0) {
      return mean.getDouble(i);
    }
    var block = Nd4j.zeros(DataType.DOUBLE, o.length, o.length);
    var deviation = Nd4j.zeros(DataType.DOUBLE, o.length, 1);
    var across = Nd4j.zeros(DataType.DOUBLE, 1, o.length);
    for (int a = 0; a < o.length; a++) {
      deviation.putScalar(a, 0, gaps.getDouble(n, o[a]) - mean.getDouble(o[a]));
      across.putScalar(0, a, c.getDouble(i, o[a]));
      for (int b = 0; b < o.length; b++) {
        block.putScalar(a, b, c.getDouble(o[a], o[b]));
      }
    }
    var inverse = org.nd4j.linalg.inverse.InvertMatrix.invert(block, false);
    return mean.getDouble(i) + across.mmul(inverse).mmul(deviation).getDouble(0);
  }

  /** E[z | x_o] is the code of the row filled with E[x_m | x_o]. */
  @Test
  void codesOfImputedRowsAreThoseOfTheObservedCells() {
    var fit = Fits.of(new Ppca(), config, gaps);
    var imputed = answers(fit, gaps, Head.IMPUTED).answer(Head.IMPUTED).dup();
    var codes = answers(fit, imputed, Head.POSTERIOR_MEAN).answer(Head.POSTERIOR_MEAN);
    double sigma2 = Math.exp(fit.get("log_sigma2").getDouble(0));
    for (int n = 0; n < N; n++) {
      var o = observed(n);
      var w = fit.get("W").getRows(o);
      var inner = w.transpose().mmul(w).addi(Nd4j.eye(Q).castTo(DataType.DOUBLE).muli(sigma2));
      var deviation =
          Nd4j.createFromArray(cells(gaps.getRow(n).sub(fit.get("mean")), o)).reshape(o.length, 1);
      var left = inner.mmul(codes.getRow(n).reshape(Q, 1));
      requireEqual(w.transpose().mmul(deviation), left, 1e-9, "row " + n);
    }
  }

  @Test
  void aColumnNeverObservedIsRefusedByName() {
    gaps.getColumn(3).assign(Double.NaN);
    var error = assertThrows(UserException.class, () -> Fits.of(new Ppca(), config, gaps));
    assertEquals(
        "No training row has a value in column 4, so nothing can be learnt of it. Leave it out.",
        error.getMessage());
  }
}
