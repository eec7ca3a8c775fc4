package org.latentzoo.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.latentzoo.check.UserException;
import org.latentzoo.io.AtomicFiles;
import org.latentzoo.io.Checksum;
import org.latentzoo.io.Safetensors;
import org.latentzoo.preset.Preset;
import org.latentzoo.preset.Registry;
import org.latentzoo.preset.Resources;

/**
 * Weights that come with a preset, in its jar: {@code pretrained/NAME.safetensors}, a run's weights
 * file byte for byte, and the card {@code pretrained/NAME.json}.
 *
 * <pre>{@code
 * {
 *   "weights_sha256": "...",
 *   "config":     the run's config, every key resolved,
 *   "manifest":   the run's manifest: data, versions, processor, native build, threads,
 *   "evaluation": the figures that the weights reached
 * }
 * }</pre>
 */
public final class Pretrained implements Origin {
  private static final String SHA256 = "weights_sha256";
  private static final String CONFIG = "config";
  private static final String MANIFEST = "manifest";
  private static final String EVALUATION = "evaluation";

  private final Preset preset;
  private final JsonNode card;
  private final byte[] weights;

  private Pretrained(Preset preset, JsonNode card, byte[] weights) {
    this.preset = preset;
    this.card = card;
    this.weights = weights;
  }

  /** The presets that weights come with. */
  public static SortedSet<String> names() {
    return new TreeSet<>(Registry.pretrained().keySet());
  }

  /**
   * The weights of the preset called {@code name}, whole and of its present settings.
   *
   * @throws UserException if there is no such preset, none come with it, they are damaged, or the
   *     preset was changed since
   */
  public static Pretrained load(String name) {
    Registry.preset(name);
    var cards = Registry.pretrained();
    var place = cards.get(name);
    if (place == null) {
      throw new UserException(
          "No pretrained weights come with preset '%s'. They do with: %s. Train it: zoo train %s"
              .formatted(name, cards.isEmpty() ? "none" : String.join(", ", cards.keySet()), name));
    }
    var card = card(name, place);
    var weights = weights(name, place);
    var checksum = Checksum.of(weights);
    if (!checksum.equals(card.path(SHA256).asText())) {
      throw damaged(
          name, "SHA-256 is %s, the card says %s".formatted(checksum, card.path(SHA256).asText()));
    }
    var pretrained = new Pretrained(Preset.load(name), card, weights);
    pretrained.requireSameSettings();
    return pretrained;
  }

  private static JsonNode card(String name, URI place) {
    try {
      var card = RunFolder.JSON.readTree(Resources.read(place));
      for (var key : new String[] {CONFIG, MANIFEST, EVALUATION}) {
        if (!card.path(key).isObject()) {
          throw damaged(name, "the card has no " + key);
        }
      }
      return card;
    } catch (JsonProcessingException e) {
      throw damaged(name, "the card does not parse");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] weights(String name, URI card) {
    try {
      return Resources.read(URI.create(card.toString().replaceFirst("\\.json$", ".safetensors")));
    } catch (UncheckedIOException e) {
      throw damaged(name, "the file of the weights cannot be read");
    }
  }

  private void requireSameSettings() {
    Settings.difference(trained(), preset)
        .ifPresent(
            difference -> {
              throw new UserException(
                  "The pretrained weights of '%s' are of other settings: '%s' where the preset has '%s'. %s"
                      .formatted(preset.name(), difference.before(), difference.after(), remedy()));
            });
  }

  private Preset trained() {
    try {
      return Preset.fromYaml(preset.name(), card.path(CONFIG).toString());
    } catch (UserException e) {
      throw new UserException(
          "The pretrained weights of '%s' are of settings that there are no more: %s %s"
              .formatted(preset.name(), e.getMessage(), remedy()),
          e);
    }
  }

  @Override
  public Preset preset() {
    return preset;
  }

  @Override
  public Weights read() {
    var name = "pretrained:" + preset.name();
    return Weights.of(name, Safetensors.read(name, weights), remedy());
  }

  @Override
  public String checksum() {
    return card.path(SHA256).asText();
  }

  @Override
  public String remedy() {
    return "Train it: zoo train " + preset.name();
  }

  @Override
  public void requireSameData(String checksum) {
    var trained = card.path(MANIFEST).path(Manifest.DATA).asText();
    if (!trained.equals(checksum)) {
      throw new UserException(
          "The pretrained weights of '%s' are of other data (SHA-256 %s, now %s). Restore the data or name rows with --data."
              .formatted(preset.name(), trained, checksum));
    }
  }

  /** What their figures depend on, as in a run's {@code manifest.json}. */
  public JsonNode manifest() {
    return card.path(MANIFEST);
  }

  /** The machine that they were trained on. */
  public Machine machine() {
    return machine(card.path(MANIFEST));
  }

  /** What they were measured on and what came out, as in a run's {@code evaluation.json}. */
  public JsonNode evaluation() {
    return card.path(EVALUATION);
  }

  /**
   * The weights of a finished run beside these.
   *
   * @param equal whether they are the same bytes
   * @param here the machine that the run was trained on
   * @param there the machine of these weights
   */
  public record Comparison(boolean equal, Machine here, Machine there) {
    /** Equal machines owe equal weights. */
    public boolean isExpected() {
      return equal || !here.equals(there);
    }

    /** One line. */
    @Override
    public String toString() {
      if (equal) {
        return "the pretrained weights, bit for bit (%s)".formatted(here);
      }
      return here.equals(there)
          ? "NOT the pretrained weights, though trained on an equal machine (%s)".formatted(here)
          : "other bits than the pretrained weights, from another machine (%s; theirs: %s)"
              .formatted(here, there);
    }
  }

  /** Compares the weights of a finished run of the same preset. */
  public Comparison compare(Path run) {
    var other = new RunFolder(run);
    other.requireFinished();
    return new Comparison(
        other.checksum().equals(checksum()), machine(RunFolder.read(other.manifest())), machine());
  }

  private static Machine machine(JsonNode manifest) {
    return RunFolder.JSON.convertValue(manifest, Machine.class);
  }

  /**
   * Writes a finished and evaluated run as the weights of the preset called {@code name}.
   *
   * @param folder where they go, {@code src/main/resources/pretrained} say
   * @throws UserException if a file of the run is missing or damaged
   */
  public static void write(String name, Path run, Path folder) {
    var from = new RunFolder(run);
    from.requireFinished();
    var card = new LinkedHashMap<String, Object>();
    card.put(SHA256, from.checksum());
    card.put(CONFIG, from.preset().toTree());
    card.put(MANIFEST, timeless(RunFolder.read(from.manifest())));
    card.put(EVALUATION, RunFolder.read(from.evaluation()));
    copy(from.weights(), folder.resolve(name + ".safetensors"));
    var text = RunFolder.json(card, true);
    AtomicFiles.write(
        folder.resolve(name + ".json"), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Without the time, so that equal runs make equal cards. */
  private static JsonNode timeless(JsonNode manifest) {
    return ((ObjectNode) manifest).without(Manifest.CREATED);
  }

  private static void copy(Path from, Path to) {
    AtomicFiles.write(to, out -> Files.copy(from, out));
  }

  private static UserException damaged(String name, String what) {
    return new UserException(
        "The pretrained weights of '%s' are damaged: %s. Restore the jar that they come in, or train: zoo train %s"
            .formatted(name, what, name));
  }
}
