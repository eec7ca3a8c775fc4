package org.latentzoo.model;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A kind of model that some configurations fit without gradient steps: exactly, or by EM. */
public interface Fitted<C extends Record> extends ModelType<C> {
  /** Whether {@code config} asks for {@link #fit} rather than for gradient steps. */
  boolean isFitted(C config);

  /** Whether {@link #fit} takes rows with missing cells, which are NaN. */
  boolean takesMissing(C config);

  /**
   * The parameters by name, in double.
   *
   * @throws org.latentzoo.check.UserException if these rows determine none
   */
  Map<String, INDArray> fit(C config, FitRequest request);
}
