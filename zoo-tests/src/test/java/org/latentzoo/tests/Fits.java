package org.latentzoo.tests;

import java.util.Map;
import org.latentzoo.model.FitRequest;
import org.latentzoo.model.Fitted;
import org.latentzoo.model.Observations;
import org.latentzoo.models.Ppca;
import org.latentzoo.run.RowObservations;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Fits to the rows of a matrix, without a run. */
public final class Fits {
  private Fits() {}

  /** PPCA of all its codes, EM with 300 iterations. */
  public static Ppca.Config ppca(int latent, Ppca.Fit fit) {
    return new Ppca.Config(latent, fit, 300, Ppca.Rank.FIXED);
  }

  /** The rows of {@code x}, {@code [N, D]}, DOUBLE. */
  public static Observations rows(INDArray x) {
    return new RowObservations(new ArrayRows(x), DataType.DOUBLE, j -> "column " + (j + 1));
  }

  /** A fit at seed 1, without validation rows. */
  public static <C extends Record> Map<String, INDArray> of(Fitted<C> type, C config, INDArray x) {
    return of(type, config, rows(x), rows(Nd4j.create(DataType.DOUBLE, 0, x.columns())));
  }

  /** A fit at seed 1. */
  public static <C extends Record> Map<String, INDArray> of(
      Fitted<C> type, C config, Observations train, Observations validation) {
    var request = new FitRequest(train, validation, 1, (iteration, iterations, objective) -> {});
    return type.fit(config, request);
  }
}
