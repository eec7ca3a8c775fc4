package org.latentzoo.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.latentzoo.check.UserException;
import org.latentzoo.linalg.Moments;
import org.latentzoo.model.Observations;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows that lie on a cluster. Fits that ask for moments alone, as PCA and probabilistic PCA of
 * complete rows do, have them computed where the rows are: 1 + D + D^2 numbers a partition travel.
 *
 * <pre>{@code
 * var rows = new RddRows(rdd, 64);                       // JavaRDD<double[]>
 * var none = new RddRows(context.emptyRDD(), 64);
 * var fit = ppca.fit(config, new FitRequest(rows, none, 1, (i, n, objective) -> {}));
 * }</pre>
 *
 * @param rdd rows of D cells each, NaN where one is missing
 * @param columns D
 */
public record RddRows(JavaRDD<double[]> rdd, int columns) implements Observations {
  private static final int BATCH = 1000;

  @Override
  public long count() {
    return rdd.count();
  }

  @Override
  public String column(int j) {
    return String.valueOf(j);
  }

  @Override
  public boolean isComplete() {
    return rdd.filter(new HasGap()).isEmpty();
  }

  /** Brings all rows here, a partition at a time. */
  @Override
  public void forEachBatch(Consumer<INDArray> visitor) {
    forEachBatch(rdd.toLocalIterator(), columns, visitor);
  }

  /** Equal to those of one machine but for rounding: partitions are added in no certain order. */
  @Override
  public Moments moments() {
    return rdd.mapPartitions(new Sum(columns)).treeReduce(new Plus()).moments();
  }

  private static void forEachBatch(
      Iterator<double[]> rows, int columns, Consumer<INDArray> visitor) {
    var batch = new ArrayList<double[]>(BATCH);
    while (rows.hasNext()) {
      var row = rows.next();
      if (row.length != columns) {
        throw new UserException("A row must have %d cells, got %d.".formatted(columns, row.length));
      }
      batch.add(row);
      if (batch.size() == BATCH || !rows.hasNext()) {
        visitor.accept(Nd4j.create(batch.toArray(double[][]::new)));
        batch.clear();
      }
    }
  }

  /** The moments of a partition. */
  private record Sum(int columns) implements FlatMapFunction<Iterator<double[]>, Sums> {
    @Override
    public Iterator<Sums> call(Iterator<double[]> rows) {
      var moments = new Moments(columns);
      forEachBatch(rows, columns, moments::add);
      return List.of(Sums.of(moments)).iterator();
    }
  }

  private record Plus() implements Function2<Sums, Sums, Sums> {
    @Override
    public Sums call(Sums a, Sums b) {
      var sum = a.moments();
      sum.add(b.moments());
      return Sums.of(sum);
    }
  }

  private record HasGap() implements Function<double[], Boolean> {
    @Override
    public Boolean call(double[] row) {
      return Arrays.stream(row).anyMatch(Double::isNaN);
    }
  }
}
