package org.latentzoo.tests.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;
import org.latentzoo.run.RunRecord;

/** What is recorded of training and of validation rows can be compared. */
class CurvesTest {
  @TempDir private Path folder;

  /**
   * A model that stands still tells the same of both, in whatever units it sees them: within 10 %
   * of what the loss is of rows as they are.
   */
  @ParameterizedTest
  @CsvSource({
    "wae-mmd-digits, data.standardize=false",
    "vae-gaussian-digits, data.standardize=true",
    "realnvp-two-moons, data.validation=0.2 data.standardize=true",
    "ppca-digits, model.fit=gradient data.validation=0.1 data.standardize=true",
    "discrete-vae-digits, data.standardize=false"
  })
  void trainingAndValidationAreInTheSameUnits(String preset, String settings) {
    var still = new ArrayList<>(List.of("train.epochs=1", "train.optimizer.learning-rate=1e-12"));
    still.addAll(List.of(settings.split(" ")));
    Experiment.of(Preset.load(preset).withSet(still)).train(folder.resolve("run"));
    var means = RunRecord.of(folder.resolve("run")).metrics().get(0);
    var shared = means.keySet().stream().filter(n -> means.containsKey("validation_" + n)).toList();
    assertTrue(shared.contains("loss"), means::toString);
    for (var name : shared) {
      double validation = means.get("validation_" + name);
      assertEquals(validation, means.get(name), 0.1 * Math.abs(means.get("validation_loss")), name);
    }
  }
}
