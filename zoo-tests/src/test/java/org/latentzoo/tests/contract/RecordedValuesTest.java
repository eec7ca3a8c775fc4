package org.latentzoo.tests.contract;

import java.io.IOException;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.nd4j.linalg.api.buffer.DataType;

/** Losses and gradients are those on record, whatever the release of DL4J. */
class RecordedValuesTest {
  @EveryPreset
  @DisabledIfSystemProperty(named = "zoo.record", matches = "true")
  void inDouble(String preset) {
    RecordedValues.assertRecorded(preset, DataType.DOUBLE, 1e-9);
  }

  @EveryPreset
  @DisabledIfSystemProperty(named = "zoo.record", matches = "true")
  void inFloat(String preset) {
    RecordedValues.assertRecorded(preset, DataType.FLOAT, 1e-4);
  }

  @EveryPreset
  @EnabledIfSystemProperty(named = "zoo.record", matches = "true")
  void areMadeAnew(String preset) throws IOException {
    RecordedValues.record(preset);
  }
}
