package org.latentzoo.card;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One kernel, bound to its arrays. */
public interface Launch {
  /** Starts it; later launches of the same {@code cuda} wait for it, the caller does not. */
  void on(Cuda cuda);

  /** The arrays it reads. */
  List<INDArray> inputs();

  /** The arrays it writes. */
  List<INDArray> outputs();
}
