package org.latentzoo.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import org.latentzoo.check.Names;
import org.latentzoo.check.UserException;

/** Finds sources on the class path, as the thread's context class loader sees it. */
final class DataSources {
  private DataSources() {}

  /** What a spec, "name" or "name:argument", names. */
  private record Spec(String name, String argument) {
    static Spec of(String text) {
      int colon = text.indexOf(':');
      return colon < 0
          ? new Spec(text, "")
          : new Spec(text.substring(0, colon), text.substring(colon + 1));
    }

    DataSource source() {
      var sources = all();
      var source = sources.get(name);
      if (source == null) {
        throw Names.unknown("data source", name, sources.keySet());
      }
      return source;
    }
  }

  /** Opens what {@code spec}, "name" or "name:argument", names. */
  static DataParts open(String spec, long seed, Missing missing) {
    var parsed = Spec.of(spec);
    return parsed.source().open(parsed.argument(), seed, missing);
  }

  /** The density of what {@code spec} names, where it is known. */
  static Optional<PlaneDensity> density(String spec) {
    return Spec.of(spec).source().density();
  }

  /** The licence of what {@code spec} names, where it is known. */
  static Optional<String> licence(String spec) {
    return Spec.of(spec).source().licence();
  }

  /** {@code spec} as it means the same from any working folder. */
  static String located(String spec) {
    var parsed = Spec.of(spec);
    var located = parsed.source().located(parsed.argument());
    return located.isEmpty() ? parsed.name() : parsed.name() + ":" + located;
  }

  /** The file or folder that the source {@code name} is given as its argument. */
  static Path file(String name, String argument) {
    if (argument.isBlank()) {
      throw new UserException(
          "Data source %s: expected a file after the colon, got none. Write %s:FILE."
              .formatted(name, name));
    }
    try {
      return Path.of(argument);
    } catch (InvalidPathException e) {
      throw new UserException(
          "Data source %s: expected a file name, got '%s' (%s). Write %s:FILE."
              .formatted(name, argument.replaceAll("\\p{Cntrl}", "?"), e.getReason(), name),
          e);
    }
  }

  /** Refuses an argument to a source that takes none. */
  static void requireNoArgument(String name, String argument) {
    if (!argument.isEmpty()) {
      throw new UserException(
          "Data source %s: expected no argument, got '%s'. Write just %s."
              .formatted(name, argument, name));
    }
  }

  private static SortedMap<String, DataSource> all() {
    var found = new TreeMap<String, DataSource>();
    for (var source : ServiceLoader.load(DataSource.class, loader())) {
      var other = found.put(source.name(), source);
      if (other != null) {
        throw new UserException(
            "Data source '%s' is there twice: in %s and in %s. Remove or rename one."
                .formatted(source.name(), other.getClass().getName(), source.getClass().getName()));
      }
    }
    return Collections.unmodifiableSortedMap(found);
  }

  private static ClassLoader loader() {
    var context = Thread.currentThread().getContextClassLoader();
    return Objects.requireNonNullElse(context, DataSources.class.getClassLoader());
  }
}
