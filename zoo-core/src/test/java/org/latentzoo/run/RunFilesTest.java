package org.latentzoo.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.check.UserException;
import org.latentzoo.io.Safetensors;
import org.latentzoo.train.CheckpointStore.Checkpoint;
import org.latentzoo.train.EarlyStopper;
import org.latentzoo.train.TrainingState;
import org.nd4j.linalg.factory.Nd4j;

/** What resuming reads: the checkpoint and the metrics. */
class RunFilesTest {
  @TempDir Path folder;

  @Test
  void aCheckpointIsReadAsItWasWritten() {
    var checkpoints = new FileCheckpoints(folder.resolve("checkpoint"));
    assertTrue(checkpoints.load().isEmpty());
    for (var stopper : new EarlyStopper[] {EarlyStopper.START, new EarlyStopper(1 / 3.0, 2)}) {
      var state = new TrainingState(7, 2, 3, 0.1, 24, Map.of("accuracy", 0.3), stopper);
      var written = new Checkpoint(state, Map.of("v", Nd4j.createFromArray(1.0, 2)));
      checkpoints.save(written);
      assertEquals(written, checkpoints.load().orElseThrow());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[",
        "{\"step\":7,\"epoch\":2,\"batch\":3,\"lossSum\":0.1,\"rows\":24}",
        "{\"step\":7,\"epoch\":2,\"batch\":3,\"lossSum\":0.1,\"rows\":24,\"stopper\":null}",
        "{\"step\":7,\"epoch\":2,\"batch\":3,\"lossSum\":0.1,\"rows\":24,\"stopper\":{}}"
      })
  void aCheckpointWithoutItsStateIsDamaged(String state) {
    var path = folder.resolve("checkpoint");
    Safetensors.write(path, Map.of("v", Nd4j.createFromArray(1.0)), Map.of("state", state));
    var error = assertThrows(UserException.class, () -> new FileCheckpoints(path).load());
    assertEquals(
        "Checkpoint '%s' is damaged: its state cannot be read. Delete the run folder and train again."
            .formatted(path),
        error.getMessage());
  }

  @Test
  void aCheckpointOfAnotherOrderOfParametersIsRefused() {
    var path = folder.resolve("checkpoint");
    var vectors = Map.of("v", Nd4j.createFromArray(1.0));
    var checkpoints = new FileCheckpoints(path);
    checkpoints.save(new Checkpoint(TrainingState.START, vectors));
    assertEquals(vectors, checkpoints.load().orElseThrow().vectors());

    var state = Safetensors.read(path).metadata().get("state");
    Safetensors.write(path, vectors, Map.of("state", state));
    var error = assertThrows(UserException.class, checkpoints::load);
    assertEquals(
        "Checkpoint '%s' must have its parameters in the order 'whole lines first', and is of another version of the zoo. Delete the run folder and train again, or go on with that version."
            .formatted(path),
        error.getMessage());
  }

  @Test
  void metricsOfLaterEpochsAndACutLineAreDropped() throws IOException {
    var path = folder.resolve("metrics");
    var log = new MetricsLog(path);
    for (int epoch = 1; epoch <= 3; epoch++) {
      log.append(Map.of("epoch", epoch));
    }
    Files.writeString(path, Files.readString(path) + "{\"epoch\":");
    log.truncate(2);
    assertEquals("{\"epoch\":1}\n{\"epoch\":2}\n", Files.readString(path));
  }

  @Test
  void aDamagedLineIsOneLineOfMessage() throws IOException {
    var path = Files.writeString(folder.resolve("metrics"), "{\"epoch\":1}\n{\"epoch\":x}\n");
    var error = assertThrows(UserException.class, () -> new MetricsLog(path).truncate(2));
    var message = String.valueOf(error.getMessage());
    assertTrue(message.startsWith("Metrics '%s' cannot be read: Unrec".formatted(path)), message);
    assertEquals(1, message.lines().count(), message);
  }
}
