package org.latentzoo.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
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

  /** In which order the parameters lie in a vector: see {@link org.latentzoo.exec.FlatVector}. */
  private static final String ORDER = "order";

  private static final String WHOLE_LINES_FIRST = "whole lines first";

  /** A field that is missing or null would be read as 0. */
  private static final ObjectReader STRICT =
      RunFolder.JSON
          .readerFor(TrainingState.class)
          .with(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  @Override
  public Optional<Checkpoint> load() {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    var content = Safetensors.read(path);
    var state =
        state(content.metadata().getOrDefault(STATE, ""))
            .orElseThrow(
                () ->
                    new UserException(
                        "Checkpoint '%s' is damaged: its state cannot be read. Delete the run folder and train again."
                            .formatted(path)));
    if (!content.metadata().getOrDefault(ORDER, "").equals(WHOLE_LINES_FIRST)) {
      throw new UserException(
          "Checkpoint '%s' must have its parameters in the order '%s', and is of another version of the zoo. Delete the run folder and train again, or go on with that version."
              .formatted(path, WHOLE_LINES_FIRST));
    }
    return Optional.of(new Checkpoint(state, content.tensors()));
  }

  private static Optional<TrainingState> state(String json) {
    try {
      return Optional.ofNullable(STRICT.readValue(json));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  @Override
  public void save(Checkpoint checkpoint) {
    var state = RunFolder.json(checkpoint.state(), false).strip();
    Safetensors.write(path, checkpoint.vectors(), Map.of(STATE, state, ORDER, WHOLE_LINES_FIRST));
  }
}
