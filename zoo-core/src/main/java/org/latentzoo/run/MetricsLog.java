package org.latentzoo.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.latentzoo.check.UserException;
import org.latentzoo.io.AtomicFiles;

/** Metrics as JSON, a line each, oldest first. */
record MetricsLog(Path path) {
  void append(Map<String, ?> line) {
    try {
      Files.writeString(
          path,
          RunFolder.json(line, false),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC);
    } catch (IOException e) {
      throw new UserException(
          "Cannot write '%s': %s. Make room, then go on with --resume."
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /** Drops the lines of epochs after {@code epoch}, and a last one that a kill cut short. */
  void truncate(int epoch) {
    if (!Files.exists(path)) {
      return;
    }
    try {
      var kept = new StringBuilder();
      for (var line : Files.readString(path).split("(?<=\n)", -1)) {
        if (line.endsWith("\n") && RunFolder.JSON.readTree(line).path("epoch").asInt() <= epoch) {
          kept.append(line);
        }
      }
      AtomicFiles.write(path, out -> out.write(kept.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (JsonProcessingException e) {
      throw unreadable(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw unreadable(e.getMessage(), e);
    }
  }

  private UserException unreadable(String reason, IOException cause) {
    return new UserException(
        "Metrics '%s' cannot be read: %s. Delete the file to go on without it."
            .formatted(path, reason),
        cause);
  }
}
