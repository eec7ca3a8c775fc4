package org.latentzoo.model;

import java.util.Map;
import org.latentzoo.linalg.Moments;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A kind of model whose maximum likelihood is a function of the data's mean and covariance. */
public interface ClosedForm<C extends Record> extends ModelType<C> {
  /** Whether {@code config} asks for the closed form rather than for gradient steps. */
  boolean isClosedForm(C config);

  /**
   * The parameters of maximum likelihood, in double, by name.
   *
   * @throws org.latentzoo.check.UserException if there is no maximum
   */
  Map<String, INDArray> fit(C config, Moments moments);
}
