package org.latentzoo.preset;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
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
    @Nullable Expected expected) {

  /** The keys that decide which others there are, to be set before them. */
  private static final Set<String> CHOICES = Set.of("model.type", "train.optimizer.name");

  /** Checks the precision. */
  public Preset {
    if (precision != DataType.FLOAT && precision != DataType.DOUBLE) {
      throw new UserException("precision must be float or double, got %s.".formatted(precision));
    }
  }

  /** Loads a preset by its name, or from a file where the name ends with .yaml or .yml. */
  public static Preset load(String nameOrFile) {
    if (!nameOrFile.matches(".*\\.ya?ml")) {
      return fromYaml(nameOrFile, Registry.presetText(nameOrFile));
    }
    var file = Path.of(nameOrFile);
    var name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    try {
      return fromYaml(name, Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new UserException("Preset file '%s' does not exist.".formatted(file), e);
    } catch (MalformedInputException e) {
      throw new UserException("Preset file '%s' must be UTF-8 text.".formatted(file), e);
    } catch (IOException e) {
      throw new UserException("Preset file '%s' cannot be read: %s.".formatted(file, e), e);
    }
  }

  /** Reads a preset from YAML, every key laid over the default there is for it. */
  public static Preset fromYaml(String name, String yaml) {
    return PresetTree.read(name, Yaml.read("Preset '" + name + "'", yaml));
  }

  /** Every setting, resolved; {@link #fromYaml} makes an equal preset of it. */
  public String toYaml() {
    return Yaml.write(PresetTree.of(this).values());
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

  /** The same with each {@code key=value} applied, a new model type or optimiser first. */
  public Preset withSet(List<String> assignments) {
    var preset = this;
    for (String assignment :
        assignments.stream().sorted(Comparator.comparing(a -> !chooses(a))).toList()) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new UserException(
            "A setting must be key=value, got '%s'. Write, say, train.epochs=5."
                .formatted(assignment));
      }
      var key = assignment.substring(0, equals).strip();
      var tree = PresetTree.of(preset).set(key, assignment.substring(equals + 1).strip());
      preset = PresetTree.changed(preset, tree);
    }
    return preset;
  }

  /**
   * The same on other data: nothing is assumed of them, so label and scale are found out, no rows
   * are held out, and no figure is expected. Without validation rows early stopping is off: where
   * it was on before, say so.
   */
  public Preset withData(String spec) {
    var other =
        new DataConfig(spec, "auto", "auto", false, data.binarize(), "0", "0", data.window());
    var off = train.withEarlyStopping(new EarlyStopping(0, train.earlyStopping().minDelta()));
    return new Preset(name, about, type, model, other, off, seed, precision, null);
  }

  private static boolean chooses(String assignment) {
    return CHOICES.contains(Binding.loose(assignment.replaceFirst("=.*", "").strip()));
  }
}
