package org.latentzoo.examples.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.latentzoo.check.UserException;
import org.latentzoo.preset.Registry;

/** The Maven module that a preset was built from, where this program runs from its sources. */
final class SourceTree {
  private static final String RESOURCES = "src/main/resources";

  private SourceTree() {}

  /**
   * The folder whose files become the weights that come with a preset.
   *
   * @throws UserException if the preset is not read from a module's {@code target} folder
   */
  static Path pretrained(String preset) {
    var place = Registry.preset(preset);
    return module(place)
        .filter(module -> Files.exists(module.resolve(RESOURCES + "/presets/" + preset + ".yaml")))
        .map(module -> module.resolve(RESOURCES + "/pretrained"))
        .orElseThrow(
            () ->
                new UserException(
                    "--update-pretrained needs the sources of preset '%s', which is read from %s. Run the zoo of a source tree."
                        .formatted(preset, place)));
  }

  private static Optional<Path> module(URI place) {
    var file = place.toString().replaceFirst("^jar:", "").replaceFirst("!.*", "");
    int target = file.lastIndexOf("/target/");
    return file.startsWith("file:") && target > 0
        ? Optional.of(Path.of(URI.create(file.substring(0, target))))
        : Optional.empty();
  }
}
