package org.latentzoo.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.latentzoo.check.UserException;
import org.latentzoo.io.AtomicFiles;
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
 * <tr><td>checkpoint.safetensors</td><td>parameters, optimiser state and counters, to resume</td></tr>
 * <tr><td>weights.safetensors</td><td>the trained parameters by name, and the preprocessing</td></tr>
 * </table>
 */
record RunFolder(Path path) {
  static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  Path config() {
    return path.resolve("config.yaml");
  }

  Path manifest() {
    return path.resolve("manifest.json");
  }

  Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  Path checkpoint() {
    return path.resolve("checkpoint.safetensors");
  }

  Path weights() {
    return path.resolve("weights.safetensors");
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
  Preset preset() {
    try {
      return Preset.fromYaml(
          String.valueOf(path.toAbsolutePath().getFileName()), Files.readString(config()));
    } catch (IOException e) {
      throw new UserException(
          "'%s' is no run folder: it has no readable config.yaml. Name a folder that zoo train made."
              .formatted(path),
          e);
    }
  }

  /**
   * Refuses to go on with a run of other settings or other data.
   *
   * @throws UserException naming the first difference
   */
  void requireSame(Preset preset, String checksum) {
    var there = settings(preset());
    var here = settings(preset);
    for (int i = 0; i < Math.max(there.size(), here.size()); i++) {
      if (!line(there, i).equals(line(here, i))) {
        throw new UserException(
            "Run folder '%s' holds another run: it has '%s' where '%s' is asked for. Choose another --out."
                .formatted(path, line(there, i), line(here, i)));
      }
    }
    requireSameData(checksum);
  }

  /** The lines of all that bears on the training: not what the preset is for or should reach. */
  private static List<String> settings(Preset preset) {
    return preset.located().with("about", "").with("expected", null).toYaml().lines().toList();
  }

  private static String line(List<String> lines, int i) {
    return i < lines.size() ? lines.get(i).strip() : "nothing";
  }

  /**
   * Refuses other data than the run was trained on.
   *
   * @throws UserException naming both checksums
   */
  void requireSameData(String checksum) {
    var trained = readManifest().path("data_sha256").asText();
    if (!trained.equals(checksum)) {
      throw new UserException(
          "Run folder '%s' was trained on other data (SHA-256 %s, now %s). Restore the data or choose another --out."
              .formatted(path, trained, checksum));
    }
  }

  /**
   * Refuses a run whose training did not end.
   *
   * @throws UserException that says how to go on
   */
  void requireFinished() {
    if (!Files.exists(weights())) {
      throw new UserException(
          "Run '%s' has no weights.safetensors: its training did not end. Go on with it: zoo train %s --resume --out %s"
              .formatted(path, config(), path));
    }
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
