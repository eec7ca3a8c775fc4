package org.latentzoo.run;

import java.util.ArrayList;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.latentzoo.data.Rows;
import org.latentzoo.model.Observations;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows as a fit reads them: preprocessed, in source order.
 *
 * @param type that the rows were opened with
 * @param names what people call each column
 */
public record RowObservations(Rows rows, DataType type, IntFunction<String> names)
    implements Observations {
  private static final int BATCH = 1000;

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
    return names.apply(j);
  }

  @Override
  public boolean isComplete() {
    return rows.isComplete();
  }

  /** All rows, {@code [N, D]}. */
  public INDArray matrix() {
    var parts = new ArrayList<INDArray>();
    forEachBatch(parts::add);
    return Nd4j.concat(0, parts.toArray(INDArray[]::new));
  }

  @Override
  public void forEachBatch(Consumer<INDArray> visitor) {
    try (var epoch = rows.epoch(0, false, BATCH, 0)) {
      for (int n = epoch.nextSize(); n > 0; n = epoch.nextSize()) {
        var batch = Nd4j.create(type, n, rows.columns());
        epoch.fill(batch);
        visitor.accept(batch);
      }
    }
  }
}
