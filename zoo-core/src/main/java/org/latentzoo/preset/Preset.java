package org.latentzoo.preset;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.data.DataConfig;
import org.latentzoo.model.ModelType;
import org.latentzoo.train.EarlyStopping;
import org.latentzoo.train.TrainConfig;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * All that makes a run: model, data, training, seed, and the figure it is expected to reach. Its
 * file names only what differs from the defaults of the records.
 *
 * @param name what it is called: its file's name without the ending
 * @param about one line that says what it is for; may be empty
 * @param type the kind of model
 * @param model the model's settings, of the record type that {@code type} has defaults of
 * @param data what it learns from
 * @param train how it is trained
 * @param seed the one seed of the run
 * @param precision what it computes in: FLOAT or DOUBLE
 * @param start what training starts from
 * @param expected the figure it should reach, if there is one
 */
public record Preset(
    String name,
    String about,
    ModelType<?> type,
    Record model,
    DataConfig data,
    TrainConfig train,
    long seed,
    DataType precision,
    Start start,
    @Nullable Expected expected) {

  /** The keys that decide which others there are, to be set before them. */
  private static final Set<String> CHOICES = Set.of("model.type", "train.optimizer.name");

  /** Checks the precision. */
  public Preset {
    if (precision != DataType.FLOAT && precision != DataType.DOUBLE) {
      throw new UserException(
          "precision must be float or double, got %s."
              .formatted(precision.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Loads a preset by its name, or from a file where the name ends with .yaml or .yml. */
  public static Preset load(String nameOrFile) {
    var document = Document.load("Preset", nameOrFile, Registry::presetText);
    return fromYaml(document.name(), document.text());
  }

  /** Reads a preset from YAML, every key laid over the default there is for it. */
  public static Preset fromYaml(String name, String yaml) {
    return PresetTree.read(name, Yaml.read("Preset '" + name + "'", yaml));
  }

  /** Every setting, resolved; {@link #fromYaml} makes an equal preset of it. */
  public String toYaml() {
    return Yaml.write(PresetTree.of(this).values());
  }

  /** Every setting, resolved, as a tree; its text is YAML too. */
  public JsonNode toTree() {
    return PresetTree.of(this).values();
  }

  /** The same, training started from {@code start}. */
  public Preset startedFrom(Start start) {
    return with("start", start.toString());
  }

  /**
   * The same with one setting changed. Setting {@code model.type} or {@code train.optimizer.name}
   * to another starts the other keys of that block from their defaults.
   *
   * @param key a dotted key, say {@code train.epochs}
   * @param value its value, or text that stands for it
   */
  public Preset with(String key, @Nullable Object value) {
    return PresetTree.changed(this, PresetTree.of(this).set(key, Binding.node(value)));
  }

  /**
   * The same with each {@code key=value} applied, a new model type or optimiser first; they are
   * checked together, so their order matters only where two set the same key.
   */
  public Preset withSet(List<String> assignments) {
    var settings = assignments.stream().map(Setting::of).flatMap(Setting::leaves).toList();
    var preset = this;
    for (var setting : settings) {
      if (setting.isChoice()) {
        preset = PresetTree.changed(preset, setting.in(PresetTree.of(preset)));
      }
    }
    var tree = PresetTree.of(preset);
    for (var setting : settings) {
      tree = setting.in(tree);
    }
    return PresetTree.changed(preset, tree);
  }

  /**
   * The same on other data: label and scale are found out, whether columns are standardised, made
   * bits, streamed or may have gaps is as here, no rows are held out, and no figure is expected.
   * Once all settings are made, see {@link #withoutIdleEarlyStopping}.
   */
  public Preset withData(String spec) {
    var other =
        new DataConfig(
            spec,
            "auto",
            "auto",
            data.standardize(),
            data.binarize(),
            "0",
            "0",
            data.window(),
            data.missing());
    return new Preset(name, about, type, model, other, train, seed, precision, start, null);
  }

  /** The same, with early stopping off where no validation rows are held out to stop by. */
  public Preset withoutIdleEarlyStopping() {
    var stopping = train.earlyStopping();
    if (data.holdsOutValidation() || !stopping.enabled()) {
      return this;
    }
    var off = train.withEarlyStopping(new EarlyStopping(0, stopping.minDelta()));
    return new Preset(name, about, type, model, data, off, seed, precision, start, expected);
  }

  /** The same, its data and start named so that they are found from any working folder. */
  public Preset located() {
    return new Preset(
        name,
        about,
        type,
        model,
        data.located(),
        train,
        seed,
        precision,
        start.located(),
        expected);
  }

  /** One {@code key=value}. */
  private record Setting(String key, String value) {
    static Setting of(String assignment) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new UserException(
            "A setting must be key=value, got '%s'. Write, say, train.epochs=5."
                .formatted(assignment));
      }
      return new Setting(
          assignment.substring(0, equals).strip(), assignment.substring(equals + 1).strip());
    }

    /** A block of keys, {@code {name: adam, beta1: 0.5}}, as one setting a key. */
    Stream<Setting> leaves() {
      if (!value.startsWith("{")) {
        return Stream.of(this);
      }
      return Yaml.read("Setting '" + key + "'", value).properties().stream()
          .map(e -> new Setting(key + "." + e.getKey(), text(e.getValue())))
          .flatMap(Setting::leaves);
    }

    private static String text(JsonNode node) {
      return node.isValueNode() ? node.asText() : node.toString();
    }

    boolean isChoice() {
      return CHOICES.contains(Binding.loose(key));
    }

    ConfigTree in(ConfigTree tree) {
      return tree.set(key, value);
    }
  }
}
