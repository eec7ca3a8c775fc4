package org.latentzoo.run;

import java.util.stream.DoubleStream;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Binarize;
import org.latentzoo.data.DataModule;
import org.latentzoo.data.Rows;
import org.latentzoo.distribution.Support;
import org.latentzoo.model.ModelType;
import org.latentzoo.preset.Preset;

/** Refuses data to which a preset's model gives no likelihood. */
final class DataSupport {
  private DataSupport() {}

  /**
   * Looks at every row, unless the model takes all numbers or the data are made bits.
   *
   * @throws UserException naming the first value that is outside
   */
  static void require(Preset preset, DataModule data) {
    var support = of(preset);
    if (support.equals(Support.REAL) || data.preprocessing().binarize() != Binarize.NONE) {
      return;
    }
    if (support.whole() && data.preprocessing().logDet() != 0) {
      throw new UserException(
          "The model's likelihood is of whole numbers, which data.scale=%s divides. Set data.scale=1, or data.binarize."
              .formatted(data.preprocessing().scale()));
    }
    require(support, data.all(), preset);
  }

  /** The values to which a preset's model gives a likelihood. */
  static Support of(Preset preset) {
    return support(preset.type(), preset);
  }

  private static void require(Support support, Rows rows, Preset preset) {
    new RowObservations(rows, preset.precision(), j -> "")
        .forEachBatch(
            batch -> DoubleStream.of(batch.ravel().toDoubleVector()).forEach(support::require));
  }

  private static <C extends Record> Support support(ModelType<C> type, Preset preset) {
    return type.support(ModelType.config(type, preset.model()));
  }
}
