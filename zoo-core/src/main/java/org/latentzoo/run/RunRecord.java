package org.latentzoo.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.latentzoo.check.UserException;
import org.latentzoo.preset.Preset;

/**
 * What is on record of a run, whether or not its training ended: read without its data and without
 * its weights.
 *
 * @param preset what is trained, every key resolved
 * @param manifest seed, data checksum, versions, processor
 * @param metrics a line an epoch, oldest first: {@code epoch}, {@code step}, {@code loss} and what
 *     else there is by name; none where the model is fitted without gradient steps
 * @param evaluation as {@code evaluation.json}, once measured
 * @param isFinished whether there are weights to ask
 */
public record RunRecord(
    Preset preset,
    JsonNode manifest,
    List<Map<String, Double>> metrics,
    Optional<JsonNode> evaluation,
    boolean isFinished) {
  public RunRecord {
    metrics = List.copyOf(metrics);
  }

  /** Whether a run was begun in {@code folder}. */
  public static boolean isIn(Path folder) {
    return new RunFolder(folder).isThere();
  }

  /**
   * Of a run folder, also while the run trains.
   *
   * @throws UserException if it is none, or a file of it is damaged
   */
  public static RunRecord of(Path folder) {
    var run = new RunFolder(folder);
    return new RunRecord(
        run.preset(),
        RunFolder.read(run.manifest()),
        new MetricsLog(run.metrics()).read(),
        Files.exists(run.evaluation())
            ? Optional.of(RunFolder.read(run.evaluation()))
            : Optional.empty(),
        Files.exists(run.weights()));
  }

  /**
   * Of the weights that come with a preset; metrics do not come with them.
   *
   * @throws UserException if there are none
   */
  public static RunRecord pretrained(String preset) {
    var weights = Pretrained.load(preset);
    return new RunRecord(
        weights.preset(), weights.manifest(), List.of(), Optional.of(weights.evaluation()), true);
  }
}
