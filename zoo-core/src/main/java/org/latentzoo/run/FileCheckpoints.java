package org.latentzoo.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.latentzoo.check.UserException;
import org.latentzoo.io.Safetensors;
import org.latentzoo.train.CheckpointStore;
import org.latentzoo.train.TrainingState;

/** Checkpoints in one safetensors file, which is replaced as a whole. */
record FileCheckpoints(Path path) implements CheckpointStore {
  private static final String STATE = "state";

  @Override
  public Optional<Checkpoint> load() {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    var content = Safetensors.read(path);
    try {
      var state =
          RunFolder.JSON.readValue(content.metadata().getOrDefault(STATE, ""), TrainingState.class);
      return Optional.of(new Checkpoint(state, content.tensors()));
    } catch (JsonProcessingException e) {
      throw new UserException(
          "Checkpoint '%s' is damaged: its state cannot be read. Delete the run folder and train again."
              .formatted(path),
          e);
    }
  }

  @Override
  public void save(Checkpoint checkpoint) {
    var state = RunFolder.json(checkpoint.state(), false).strip();
    Safetensors.write(path, checkpoint.vectors(), Map.of(STATE, state));
  }
}
