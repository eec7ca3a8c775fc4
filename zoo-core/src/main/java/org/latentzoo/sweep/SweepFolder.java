package org.latentzoo.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.latentzoo.check.UserException;
import org.latentzoo.io.AtomicFiles;

/**
 * The files of one sweep.
 *
 * <table>
 * <caption>Files</caption>
 * <tr><td>sweep.yaml</td><td>the plan, every key resolved</td></tr>
 * <tr><td>journal.jsonl</td><td>what happened, a line each</td></tr>
 * <tr><td>journal.jsonl.lock</td><td>empty; locked while a process writes the journal</td></tr>
 * <tr><td>trials/NNNN</td><td>a run folder a trial</td></tr>
 * <tr><td>trials/NNNN/reports.json</td><td>on a cluster: what the stopping rule is told</td></tr>
 * <tr><td>trials/NNNN.lock</td><td>empty; locked while a process trains it</td></tr>
 * <tr><td>best.yaml</td><td>the best trial's preset, once all trials ended</td></tr>
 * <tr><td>results.csv, results.json</td><td>the ranked trials and what mattered</td></tr>
 * </table>
 */
record SweepFolder(Path path) {
  private static final String TRIALS = "trials:";

  Path plan() {
    return path.resolve("sweep.yaml");
  }

  Path journal() {
    return path.resolve("journal.jsonl");
  }

  Path best() {
    return path.resolve("best.yaml");
  }

  Path csv() {
    return path.resolve("results.csv");
  }

  Path json() {
    return path.resolve("results.json");
  }

  /** The run folder of a trial. */
  Path run(int trial) {
    return path.resolve("trials").resolve("%04d".formatted(trial));
  }

  /** What a trial on a cluster tells. */
  Reports reports(int trial) {
    return new Reports(run(trial).resolve("reports.json"));
  }

  /** Whether a sweep was begun here. */
  boolean isThere() {
    return Files.exists(plan()) || Files.exists(journal());
  }

  /**
   * Checks that the folder holds no sweep or the same; the number of trials may differ.
   *
   * @throws UserException if it holds a sweep and {@code resume} is not asked for, or another sweep
   */
  void requireFree(SweepPlan asked, boolean resume) {
    if (isThere() && !resume) {
      throw new UserException(
          "Sweep folder '%s' holds a sweep already. Add --resume to go on with it, or choose another place, say --out %s-2."
              .formatted(path, path));
    }
    if (Files.exists(plan())) {
      requireSame(lines(read()), lines(asked.toYaml()));
    }
  }

  private String read() {
    try {
      return Files.readString(plan());
    } catch (IOException e) {
      throw new UserException(
          "'%s' cannot be read: %s. Restore it.".formatted(plan(), AtomicFiles.reason(e)), e);
    }
  }

  private static List<String> lines(String yaml) {
    return yaml.lines().filter(line -> !line.startsWith(TRIALS)).toList();
  }

  private void requireSame(List<String> there, List<String> asked) {
    IntStream.range(0, Math.max(there.size(), asked.size()))
        .filter(i -> !line(there, i).equals(line(asked, i)))
        .findFirst()
        .ifPresent(
            i -> {
              throw new UserException(
                  "Sweep folder '%s' holds another sweep: it has '%s' where '%s' is asked for. Choose another --out."
                      .formatted(path, line(there, i), line(asked, i)));
            });
  }

  private static String line(List<String> lines, int i) {
    return i < lines.size() ? lines.get(i).strip() : "nothing";
  }

  static void write(Path file, String text) {
    AtomicFiles.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
