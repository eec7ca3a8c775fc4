package org.latentzoo.examples.cli;

import org.latentzoo.check.UserException;
import org.latentzoo.data.DataModule;
import org.latentzoo.data.Epoch;
import org.latentzoo.data.Rows;
import org.latentzoo.preset.Preset;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Full batches of a preset's training rows, shuffled, epoch after epoch. */
final class BenchData implements AutoCloseable {
  private final Rows rows;
  private final int batch;
  private final DataType type;
  private int number;
  private Epoch epoch;

  private BenchData(Rows rows, int batch, DataType type) {
    this.rows = rows;
    this.batch = batch;
    this.type = type;
    epoch = rows.epoch(0, true, batch, 0);
  }

  static BenchData open(Preset preset) {
    return new BenchData(rows(preset), preset.train().batch(), preset.precision());
  }

  /** The training rows, as many as fill all batches. */
  static Rows rows(Preset preset) {
    var rows = DataModule.open(preset.data(), preset.precision(), preset.seed()).train();
    int batch = preset.train().batch();
    if (batch > rows.count()) {
      throw new UserException(
          "train.batch must be at most the %d training rows, got %d. Add --set train.batch=%d."
              .formatted(rows.count(), batch, rows.count()));
    }
    return rows.first(rows.count() - rows.count() % batch);
  }

  /** Writes the next batch to {@code x [B, D]}. */
  void next(INDArray x) {
    if (epoch.nextSize() == 0) {
      epoch.close();
      epoch = rows.epoch(++number, true, batch, 0);
    }
    epoch.fill(x);
  }

  /** The next batch as a new array. */
  INDArray next() {
    var x = Nd4j.createUninitialized(type, batch, columns());
    next(x);
    return x;
  }

  int batch() {
    return batch;
  }

  int columns() {
    return rows.columns();
  }

  @Override
  public void close() {
    epoch.close();
  }
}
