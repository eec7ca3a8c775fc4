package org.latentzoo.train;

import org.latentzoo.check.UserException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.clip.ClipByValue;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Keeps a gradient g within bounds.
 *
 * <pre>
 *   norm:   g * min(1, limit / ||g||)     (Pascanu, Mikolov and Bengio 2013)
 *   value:  max(-limit, min(limit, g))
 * </pre>
 *
 * @param by what is bounded
 * @param limit the bound, above 0
 */
public record Clip(By by, double limit) {

  /** What a bound is put on. */
  public enum By {
    NONE,
    NORM,
    VALUE
  }

  /** No clipping, and a limit of 1 for whoever turns it on. */
  public static final Clip DEFAULTS = new Clip(By.NONE, 1);

  /** Checks the limit. */
  public Clip {
    if (!(limit > 0)) {
      throw new UserException("train.clip.limit must be above 0, got %s.".formatted(limit));
    }
  }

  /** Clips {@code gradient} in place; one that is not finite is left alone. */
  public void apply(INDArray gradient) {
    switch (by) {
      case NONE -> {}
      case NORM -> {
        // BLAS, because ND4J's own norm2 of a million floats is off by 0.2 %, and slower.
        double norm = Nd4j.getBlasWrapper().nrm2(gradient);
        if (Double.isFinite(norm) && norm > limit) {
          gradient.muli(limit / norm);
        }
      }
      case VALUE -> {
        var clip = new ClipByValue(gradient, -limit, limit);
        clip.addOutputArgument(gradient);
        Nd4j.exec(clip);
      }
    }
  }
}
