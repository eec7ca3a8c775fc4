package org.latentzoo.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.latentzoo.check.UserException;
import org.latentzoo.io.AtomicFiles;

/** Metrics as JSON, a line each, oldest first. */
record MetricsLog(Path path) {
  static final String EPOCH = "epoch";
  static final String STEP = "step";

  private static final TypeReference<LinkedHashMap<String, Double>> LINE = new TypeReference<>() {};

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

  /** The lines that were written whole; none where there is no file. */
  List<Map<String, Double>> read() {
    if (!Files.exists(path)) {
      return List.of();
    }
    try {
      var lines = new ArrayList<Map<String, Double>>();
      for (var line : lines()) {
        lines.add(RunFolder.JSON.readValue(line, LINE));
      }
      return lines;
    } catch (JsonProcessingException e) {
      throw unreadable(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw unreadable(e.getMessage(), e);
    }
  }

  /** But for a last one that is not whole. */
  private List<String> lines() throws IOException {
    return Arrays.stream(Files.readString(path).split("(?<=\n)", -1))
        .filter(line -> line.endsWith("\n"))
        .toList();
  }

  /** Drops the lines of epochs after {@code epoch}, and a last one that a kill cut short. */
  void truncate(int epoch) {
    if (!Files.exists(path)) {
      return;
    }
    try {
      var kept = new StringBuilder();
      for (var line : lines()) {
        if (RunFolder.JSON.readTree(line).path(EPOCH).asInt() <= epoch) {
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
