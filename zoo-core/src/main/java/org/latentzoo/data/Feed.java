package org.latentzoo.data;

import org.latentzoo.check.UserException;
import org.latentzoo.model.Execution;
import org.latentzoo.model.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/** From labels to the placeholder of a captured program. */
public final class Feed {
  private Feed() {}

  /**
   * Writes labels one-hot, {@code [B, C]}, where they are read.
   *
   * @throws UserException if one is none of 0..C-1
   */
  public static void labels(double[] labels, Execution to) {
    if (to.reads(Model.LABELS)) {
      oneHot(labels, to.input(Model.LABELS));
    }
  }

  private static void oneHot(double[] labels, INDArray to) {
    to.assign(0);
    for (int i = 0; i < labels.length; i++) {
      to.putScalar(i, requireClass(labels[i], (int) to.size(1)), 1);
    }
  }

  /**
   * Refuses rows whose labels are none of 0..C-1.
   *
   * @throws UserException naming the first
   */
  public static void requireClasses(Rows rows, int classes) {
    for (double label : rows.labels()) {
      requireClass(label, classes);
    }
  }

  private static int requireClass(double label, int classes) {
    if (!(label >= 0 && label < classes && label == Math.rint(label))) {
      throw new UserException(
          "Labels must be whole numbers from 0 to %d for model.classes=%d, got %s. Name the right column, when training by data.label, later by --label-column, or set model.classes."
              .formatted(classes - 1, classes, Double.isNaN(label) ? "none" : label));
    }
    return (int) label;
  }
}
