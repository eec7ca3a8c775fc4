package org.latentzoo.preset;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import org.latentzoo.check.Names;
import org.latentzoo.check.UserException;
import org.latentzoo.model.ModelType;

/**
 * What can be named: the model types that {@link ServiceLoader} finds and the presets that lie as
 * {@code presets/*.yaml} on the class path, in folders and in jars, as the thread's context class
 * loader sees them.
 */
public final class Registry {
  private static final String PRESETS = "presets/";
  private static final String SWEEPS = PRESETS + "sweeps/";
  private static final String PRESET = ".yaml";
  private static final String PRETRAINED = "pretrained/";
  private static final String CARD = ".json";

  /** One instance a class, so that presets of one type are equal. */
  private static final ClassValue<ModelType<?>> INSTANCES =
      new ClassValue<>() {
        @Override
        protected ModelType<?> computeValue(Class<?> type) {
          try {
            return (ModelType<?>) type.getDeclaredConstructor().newInstance();
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot create model type " + type.getName(), e);
          }
        }
      };

  private Registry() {}

  /** The model types by name. */
  public static SortedMap<String, ModelType<?>> modelTypes() {
    var found = new TreeMap<String, ModelType<?>>();
    ServiceLoader.load(ModelType.class, loader()).stream()
        .map(ServiceLoader.Provider::type)
        .<ModelType<?>>map(INSTANCES::get)
        .forEach(type -> add("Model type", found, type.name(), type));
    return Collections.unmodifiableSortedMap(found);
  }

  /**
   * The model type called {@code name}; a name that is not known is refused with those that are.
   */
  public static ModelType<?> modelType(String name) {
    return named("model type", name, modelTypes());
  }

  /** Where the presets lie, by name. */
  public static SortedMap<String, URI> presets() {
    return files("Preset", PRESETS, PRESET);
  }

  /**
   * Where the cards of pretrained weights lie, {@code pretrained/NAME.json} on the class path, by
   * the name of their preset.
   */
  public static SortedMap<String, URI> pretrained() {
    return files("Card of pretrained weights", PRETRAINED, CARD);
  }

  /** The preset called {@code name} lies here; an unknown name is refused with those there are. */
  public static URI preset(String name) {
    return named("preset", name, presets());
  }

  /** The text of the preset called {@code name}. */
  static String presetText(String name) {
    return new String(Resources.read(preset(name)), StandardCharsets.UTF_8);
  }

  /** Where the sweeps lie, {@code presets/sweeps/NAME.yaml} on the class path, by name. */
  public static SortedMap<String, URI> sweeps() {
    return files("Sweep", SWEEPS, PRESET);
  }

  /** The text of the sweep called {@code name}; an unknown name is refused with those there are. */
  public static String sweepText(String name) {
    return new String(Resources.read(named("sweep", name, sweeps())), StandardCharsets.UTF_8);
  }

  /** The files directly in a folder of the class path, by their names without the ending. */
  private static SortedMap<String, URI> files(String subject, String folder, String ending) {
    var found = new TreeMap<String, URI>();
    for (URI file : Resources.list(loader(), folder, ending)) {
      var path = file.toString();
      var name = path.substring(path.lastIndexOf('/') + 1, path.length() - ending.length());
      add(subject, found, name, file);
    }
    return Collections.unmodifiableSortedMap(found);
  }

  private static <T> void add(String subject, SortedMap<String, T> to, String name, T item) {
    var other = to.put(name, item);
    if (other != null) {
      throw new UserException(
          "%s '%s' is there twice: in %s and in %s. Remove or rename one."
              .formatted(subject, name, place(other), place(item)));
    }
  }

  private static Object place(Object item) {
    return item instanceof ModelType<?> type ? type.getClass().getName() : item;
  }

  private static <T> T named(String subject, String name, SortedMap<String, T> known) {
    var found = known.get(name);
    if (found == null) {
      throw Names.unknown(subject, name, known.keySet());
    }
    return found;
  }

  private static ClassLoader loader() {
    var context = Thread.currentThread().getContextClassLoader();
    return Objects.requireNonNullElse(context, Registry.class.getClassLoader());
  }
}
