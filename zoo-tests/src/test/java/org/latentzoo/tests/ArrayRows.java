package org.latentzoo.tests;

import java.util.stream.IntStream;
import org.latentzoo.data.Epoch;
import org.latentzoo.data.Rows;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The rows of a matrix {@code [N, D]}, always in order. */
public record ArrayRows(INDArray matrix) implements Rows {
  @Override
  public long count() {
    return matrix.rows();
  }

  @Override
  public int columns() {
    return matrix.columns();
  }

  @Override
  public double[] labels() {
    return new double[matrix.rows()];
  }

  @Override
  public boolean isComplete() {
    return matrix.eq(matrix).all();
  }

  @Override
  public Rows first(long n) {
    return new ArrayRows(
        matrix.get(NDArrayIndex.interval(0, Math.min(n, count())), NDArrayIndex.all()));
  }

  @Override
  public Epoch epoch(int epoch, boolean shuffle, int batch, long firstBatch) {
    return new Epoch() {
      private int start = (int) firstBatch * batch;
      private int last;

      @Override
      public int nextSize() {
        return Math.min(batch, matrix.rows() - start);
      }

      @Override
      public void fill(INDArray x) {
        last = nextSize();
        int end = start + last;
        x.assign(matrix.get(NDArrayIndex.interval(start, end), NDArrayIndex.all()));
        start = end;
      }

      @Override
      public double[] labels() {
        return new double[last];
      }

      @Override
      public int[] positions() {
        return IntStream.range(start - last, start).toArray();
      }

      @Override
      public void close() {}
    };
  }
}
