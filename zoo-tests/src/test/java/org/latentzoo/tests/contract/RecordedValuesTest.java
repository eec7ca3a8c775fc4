package org.latentzoo.tests.contract;

import org.nd4j.linalg.api.buffer.DataType;

/** Losses and gradients are those on record, whatever the release of DL4J. */
class RecordedValuesTest {
  @EveryPreset
  void inDouble(String preset) {
    RecordedValues.assertRecorded(preset, DataType.DOUBLE, 1e-9);
  }

  @EveryPreset
  void inFloat(String preset) {
    RecordedValues.assertRecorded(preset, DataType.FLOAT, 1e-4);
  }
}
