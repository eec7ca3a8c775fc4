package org.latentzoo.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.latentzoo.check.UserException;
import org.latentzoo.io.AtomicFiles;

/**
 * What a trial on another machine tells the stopping rule, in a file that is replaced as a whole.
 *
 * @param file in the trial's run folder
 */
record Reports(Path file) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The score after an epoch, counted from 1, and the steps taken by then. */
  record Report(int epoch, long steps, double score) {}

  /** All so far, the oldest first. */
  List<Report> read() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return List.of(JSON.readValue(Files.readString(file), Report[].class));
    } catch (JsonProcessingException e) {
      throw new UserException("Reports '%s' are damaged. Restore the file.".formatted(file), e);
    } catch (IOException e) {
      throw new UserException(
          "Reports '%s' cannot be read: %s. Mend that, then go on with --resume."
              .formatted(file, AtomicFiles.reason(e)),
          e);
    }
  }

  /** Adds one in the place of what was told of its epoch and later ones before a crash. */
  void add(Report report) {
    var all = new ArrayList<>(read());
    all.removeIf(before -> before.epoch() >= report.epoch());
    all.add(report);
    AtomicFiles.write(file, out -> out.write(JSON.writeValueAsBytes(all)));
  }
}
