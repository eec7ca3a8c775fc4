package org.latentzoo.models;

import java.util.Arrays;
import org.latentzoo.check.UserException;
import org.latentzoo.graph.Maths;
import org.latentzoo.kernel.Buffers;
import org.latentzoo.linalg.Cholesky;
import org.latentzoo.model.FitRequest;
import org.latentzoo.model.Observations;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * EM for probabilistic PCA from rows with missing cells (Ilin and Raiko 2010, section 4.1). For row
 * n with observed cells o, and z~ = [z; 1]:
 *
 * <pre>
 *   E: M_n = W_o^T W_o + sigma^2 I,  E[z] = M_n^-1 W_o^T (x_o - b_o),  Cov[z] = sigma^2 M_n^-1
 *   M: [w_i; b_i] = (sum_n E[z~ z~^T])^-1 sum_n x_ni E[z~]   over the rows that observe i
 *      sigma^2    = the mean of E[(x_ni - w_i^T z - b_i)^2]  over all observed cells
 * </pre>
 *
 * Each pass over the rows is one iteration. The sums over cells are two matrix products a batch, of
 * the mask with all products w_ij w_ik and with all E[z~_j z~_k].
 */
final class IncompleteEm {
  private final Observations rows;
  private final int d;
  private final int q;
  private final double scale;
  private INDArray mean;
  private PpcaEm loadings;

  /**
   * Starts at the columns' means and a random W.
   *
   * @throws UserException naming a column that is never observed
   */
  IncompleteEm(Observations rows, int q, long seed) {
    this.rows = rows;
    this.d = rows.columns();
    this.q = q;
    var counts = Nd4j.zeros(DataType.DOUBLE, d);
    var sums = Nd4j.zeros(DataType.DOUBLE, d);
    var none = Nd4j.zeros(DataType.DOUBLE, d);
    rows.forEachBatch(
        x -> {
          counts.addi(observed(x).sum(0));
          sums.addi(centred(x, none).sum(0));
        });
    requireObserved(counts);
    mean = sums.div(counts);
    var squares = Nd4j.zeros(DataType.DOUBLE, d);
    rows.forEachBatch(x -> squares.addi(squares(centred(x, mean)).sum(0)));
    scale = squares.div(counts).meanNumber().doubleValue();
    loadings = PpcaEm.start(d, q, scale, seed);
  }

  private void requireObserved(INDArray counts) {
    for (int j = 0; j < d; j++) {
      if (counts.getDouble(j) == 0) {
        throw new UserException(
            "No training row has a value in %s, so nothing can be learnt of it. Leave it out."
                .formatted(rows.column(j)));
      }
    }
  }

  INDArray mean() {
    return mean;
  }

  /** Iterates until {@code iterations} or until the likelihood gains no more than its rounding. */
  PpcaEm run(int iterations, FitRequest.Listener listener) {
    var ascent = new Ascent(iterations, listener);
    for (int i = 1; i <= iterations; i++) {
      var expectations = new Expectations();
      rows.forEachBatch(expectations::add);
      if (ascent.ends(i, expectations.logLikelihood / rows.count())) {
        break;
      }
      expectations.maximise();
      PpcaClosedForm.requireNoise(q, loadings.sigma2(), scale);
    }
    return loadings;
  }

  private static INDArray observed(INDArray x) {
    return x.eq(x).castTo(DataType.DOUBLE);
  }

  /** x - b, and 0 where x is missing. */
  private static INDArray centred(INDArray x, INDArray mean) {
    var centred = x.castTo(DataType.DOUBLE).subRowVector(mean);
    BooleanIndexing.replaceWhere(centred, 0, Conditions.isNan());
    return centred;
  }

  private static INDArray squares(INDArray x) {
    return x.mul(x);
  }

  /** Entry (j, k), k <= j, of a symmetric matrix stored as its lower triangle, row by row. */
  private static int entry(int j, int k) {
    return j * (j + 1) / 2 + k;
  }

  /** The E-step's sums over the rows, at the parameters as they were when it began. */
  private final class Expectations {
    private final int codePairs = entry(q, 0);
    private final int pairs = entry(q + 1, 0);
    private final double sigma2 = loadings.sigma2();
    private final INDArray products = products();
    private final INDArray outer = Nd4j.zeros(DataType.DOUBLE, d, pairs);
    private final INDArray cross = Nd4j.zeros(DataType.DOUBLE, d, q + 1);
    private final INDArray squares = Nd4j.zeros(DataType.DOUBLE, d);
    private double cells;
    private double logLikelihood;

    /** w_ij w_ik for k <= j, {@code [d, q (q + 1) / 2]}. */
    private INDArray products() {
      var w = loadings.loadings().toDoubleMatrix();
      var products = new double[d][codePairs];
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < q; j++) {
          for (int k = 0; k <= j; k++) {
            products[i][entry(j, k)] = w[i][j] * w[i][k];
          }
        }
      }
      return Nd4j.create(products);
    }

    void add(INDArray x) {
      int n = x.rows();
      var observed = observed(x);
      var centred = centred(x, mean);
      var squared = squares(centred);
      var grams = Buffers.read(observed.mmul(products));
      var scores = Buffers.read(centred.mmul(loadings.loadings()));
      var counts = observed.sum(1).toDoubleVector();
      var distances = squared.sum(1).toDoubleVector();
      var codes = new double[n * (q + 1)];
      var moments = new double[n * pairs];
      var score = new double[q];
      for (int row = 0; row < n; row++) {
        System.arraycopy(scores, row * q, score, 0, q);
        var factor = Cholesky.inPlace(inner(grams, row));
        var code = factor.solve(score);
        expect(code, factor.inverse(), codes, row * (q + 1), moments, row * pairs);
        double explained = 0;
        for (int j = 0; j < q; j++) {
          explained += score[j] * code[j];
        }
        cells += counts[row];
        logLikelihood -=
            (counts[row] * Maths.LOG_2PI
                    + (counts[row] - q) * Math.log(sigma2)
                    + factor.logDet()
                    + (distances[row] - explained) / sigma2)
                / 2;
      }
      var transposed = observed.transpose();
      outer.addi(transposed.mmul(Nd4j.create(moments, new long[] {n, pairs}, 'c')));
      cross.addi(centred.transpose().mmul(Nd4j.create(codes, new long[] {n, q + 1}, 'c')));
      squares.addi(squared.sum(0));
    }

    /** M_n. */
    private double[][] inner(double[] grams, int row) {
      var inner = new double[q][q];
      for (int j = 0; j < q; j++) {
        System.arraycopy(grams, row * codePairs + entry(j, 0), inner[j], 0, j + 1);
        inner[j][j] += sigma2;
      }
      return inner;
    }

    /** Writes E[z~] and the lower triangle of E[z~ z~^T]. */
    private void expect(
        double[] code, double[][] inverse, double[] codes, int at, double[] moments, int from) {
      System.arraycopy(code, 0, codes, at, q);
      codes[at + q] = 1;
      for (int j = 0; j < q; j++) {
        for (int k = 0; k <= j; k++) {
          moments[from + entry(j, k)] = sigma2 * inverse[j][k] + code[j] * code[k];
        }
      }
      System.arraycopy(codes, at, moments, from + entry(q, 0), q + 1);
    }

    /** The M-step. */
    void maximise() {
      var a = outer.toDoubleMatrix();
      var c = cross.toDoubleMatrix();
      var w = new double[d][];
      double residual = 0;
      for (int i = 0; i < d; i++) {
        var matrix = new double[q + 1][q + 1];
        for (int j = 0; j <= q; j++) {
          System.arraycopy(a[i], entry(j, 0), matrix[j], 0, j + 1);
        }
        var solution = Cholesky.inPlace(matrix).solve(c[i]);
        residual += squares.getDouble(i);
        for (int j = 0; j <= q; j++) {
          residual -= c[i][j] * solution[j];
        }
        mean.putScalar(i, mean.getDouble(i) + solution[q]);
        w[i] = Arrays.copyOf(solution, q);
      }
      loadings = new PpcaEm(Nd4j.create(w), residual / cells);
    }
  }
}
