package org.latentzoo.preset;

import java.net.URI;
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
  private static final String FOLDER = "presets/";
  private static final String ENDING = ".yaml";

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
    var found = new TreeMap<String, URI>();
    for (URI file : Resources.list(loader(), FOLDER, ENDING)) {
      var path = file.toString();
      var name = path.substring(path.lastIndexOf('/') + 1, path.length() - ENDING.length());
      add("Preset", found, name, file);
    }
    return Collections.unmodifiableSortedMap(found);
  }

  /** The text of the preset called {@code name}. */
  static String presetText(String name) {
    return Resources.read(named("preset", name, presets()));
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
