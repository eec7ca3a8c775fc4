package org.latentzoo.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.latentzoo.check.UserException;
import org.latentzoo.io.AtomicFiles;
import org.latentzoo.io.Checksum;
import org.latentzoo.io.Safetensors;
import org.latentzoo.preset.Preset;

/**
 * The files of one run. Each but the metrics is replaced as a whole, so a kill at any moment leaves
 * every one of them readable.
 *
 * <table>
 * <caption>Files</caption>
 * <tr><td>config.yaml</td><td>the preset, every key resolved</td></tr>
 * <tr><td>manifest.json</td><td>seed, data checksum, versions, processor</td></tr>
 * <tr><td>metrics.jsonl</td><td>a line an epoch</td></tr>
 * <tr><td>events.out.tfevents.0000000000.zoo</td><td>the same, for TensorBoard</td></tr>
 * <tr><td>checkpoint.safetensors</td><td>parameters, optimiser state and counters, to resume</td></tr>
 * <tr><td>weights.safetensors</td><td>the trained parameters by name, and the preprocessing</td></tr>
 * <tr><td>evaluation.json</td><td>what they reached, once measured</td></tr>
 * </table>
 */
record RunFolder(Path path) implements Origin {
  static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  /** Near the end of every config.yaml that was written whole. */
  private static final String LAST_KEY = "\nprecision:";

  /** What a file of a run folder says. */
  static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UserException(
          "Cannot read '%s': %s. Restore the run folder.".formatted(file, AtomicFiles.reason(e)),
          e);
    }
  }

  Path config() {
    return path.resolve("config.yaml");
  }

  Path manifest() {
    return path.resolve("manifest.json");
  }

  Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  /** Its name is of the form that TensorBoard looks for. */
  Path events() {
    return path.resolve("events.out.tfevents.0000000000.zoo");
  }

  Path checkpoint() {
    return path.resolve("checkpoint.safetensors");
  }

  Path weights() {
    return path.resolve("weights.safetensors");
  }

  /** Written by whoever measures the run. */
  Path evaluation() {
    return path.resolve("evaluation.json");
  }

  /** Whether a run was begun here. */
  boolean isThere() {
    return Stream.of(config(), checkpoint(), weights()).anyMatch(Files::exists);
  }

  /**
   * Refuses a folder where a run was begun.
   *
   * @throws UserException that says how to go on with it
   */
  void requireNew() {
    if (isThere()) {
      throw new UserException(
          "Run folder '%s' holds a run already. Add --resume to go on with it, or choose another place, say --out %s-2."
              .formatted(path, path));
    }
  }

  /** Makes the folder and writes what the run is; its data are named by their whole path. */
  void create(Preset preset, Map<String, Object> manifest) {
    if (Files.isDirectory(path)) {
      AtomicFiles.sweep(path);
    }
    writeText(manifest(), json(manifest, true));
    writeText(config(), preset.located().toYaml());
  }

  /**
   * The preset of the run that is here.
   *
   * @throws UserException if there is none, or it cannot be read
   */
  @Override
  public Preset preset() {
    try {
      var text = Files.readString(config());
      if (!text.endsWith("\n") || !text.contains(LAST_KEY)) {
        throw new UserException("'%s' is cut short. Restore it.".formatted(config()));
      }
      return Preset.fromYaml(String.valueOf(path.toAbsolutePath().getFileName()), text);
    } catch (IOException e) {
      throw new UserException(
          "'%s' is no run folder: it has no readable config.yaml. Name a folder that zoo train made."
              .formatted(path),
          e);
    }
  }

  /**
   * Refuses to go on with a run of other settings, other data, or another start.
   *
   * @throws UserException naming the first difference
   */
  void requireSame(Preset preset, String checksum, Optional<String> start) {
    Settings.difference(preset(), preset)
        .ifPresent(
            difference -> {
              throw new UserException(
                  "Run folder '%s' holds another run: it has '%s' where '%s' is asked for. Choose another --out."
                      .formatted(path, difference.before(), difference.after()));
            });
    requireSameData(checksum);
    var started = readManifest().path(Manifest.START).asText();
    if (!started.equals(start.orElse(""))) {
      throw new UserException(
          "Run folder '%s' started from other weights (SHA-256 %s, now %s). Restore them or choose another --out."
              .formatted(path, started, start.orElse("none")));
    }
  }

  /**
   * Refuses other data than the run was trained on.
   *
   * @throws UserException naming both checksums
   */
  @Override
  public void requireSameData(String checksum) {
    var trained = readManifest().path(Manifest.DATA).asText();
    if (!trained.equals(checksum)) {
      throw new UserException(
          "Run folder '%s' was trained on other data (SHA-256 %s, now %s). Restore the data or choose another --out."
              .formatted(path, trained, checksum));
    }
  }

  /**
   * Refuses a folder without a run, and a run whose training did not end.
   *
   * @throws UserException that says how to go on
   */
  void requireFinished() {
    if (!isThere()) {
      throw new UserException(
          "'%s' is no run folder. Name a folder that zoo train made.".formatted(path));
    }
    if (!Files.exists(weights())) {
      throw new UserException(
          "Run '%s' has no weights.safetensors: its training did not end. Go on with it: zoo train %s --resume --out %s"
              .formatted(path, config(), path));
    }
  }

  /**
   * The weights of a finished run.
   *
   * @throws UserException if training did not end, or the file is damaged
   */
  @Override
  public Weights read() {
    requireFinished();
    return Weights.of(weights().toString(), Safetensors.read(weights()), remedy());
  }

  @Override
  public String checksum() {
    return Checksum.of(weights());
  }

  @Override
  public String remedy() {
    return "Restore the run folder.";
  }

  private JsonNode readManifest() {
    try {
      return JSON.readTree(manifest().toFile());
    } catch (IOException e) {
      throw new UserException(
          "Run folder '%s' has no readable manifest.json. Restore it or choose another --out."
              .formatted(path),
          e);
    }
  }

  static String json(Object value, boolean pretty) {
    try {
      return (pretty ? JSON.writerWithDefaultPrettyPrinter() : JSON.writer())
              .writeValueAsString(value)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void writeText(Path path, String text) {
    AtomicFiles.write(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
