package org.latentzoo.data;

import java.util.ServiceLoader;
import org.latentzoo.check.Names;
import org.latentzoo.check.UserException;

/** Finds sources on the class path. */
final class DataSources {
  private DataSources() {}

  /** Opens what {@code spec}, "name" or "name:argument", names. */
  static DataParts open(String spec, long seed) {
    int colon = spec.indexOf(':');
    var name = colon < 0 ? spec : spec.substring(0, colon);
    var argument = colon < 0 ? "" : spec.substring(colon + 1);
    var sources =
        ServiceLoader.load(DataSource.class).stream().map(ServiceLoader.Provider::get).toList();
    return sources.stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Names.unknown("data source", name, sources.stream().map(DataSource::name).toList()))
        .open(argument, seed);
  }

  /** Refuses an argument to a source that takes none. */
  static void requireNoArgument(String name, String argument) {
    if (!argument.isEmpty()) {
      throw new UserException(
          "Data source %s: expected no argument, got '%s'. Write just %s."
              .formatted(name, argument, name));
    }
  }
}
