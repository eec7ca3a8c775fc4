package org.latentzoo.examples.cli;

import org.latentzoo.check.UserException;
import org.latentzoo.data.DataModule;
import org.latentzoo.preset.Preset;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The first batch of a preset's training rows.
 *
 * @param x {@code [B, D]}
 */
record BenchBatch(INDArray x) {
  static BenchBatch of(Preset preset) {
    var data = DataModule.open(preset.data(), preset.precision(), preset.seed());
    long rows = data.train().count();
    if (preset.train().batch() > rows) {
      throw new UserException(
          "train.batch must be at most the %d training rows, got %d. Add --set train.batch=%d."
              .formatted(rows, preset.train().batch(), rows));
    }
    var x = Nd4j.create(preset.precision(), preset.train().batch(), data.columns());
    try (var epoch = data.train().epoch(0, true, preset.train().batch(), 0)) {
      epoch.fill(x);
    }
    return new BenchBatch(x);
  }

  int rows() {
    return x.rows();
  }

  int columns() {
    return x.columns();
  }
}
