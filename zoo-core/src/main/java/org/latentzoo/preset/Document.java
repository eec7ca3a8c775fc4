package org.latentzoo.preset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.latentzoo.check.UserException;
import org.latentzoo.io.AtomicFiles;

/**
 * A YAML file that people write, a preset say.
 *
 * @param name its file's name without the ending
 * @param text what is in it
 */
public record Document(String name, String text) {
  /**
   * Reads a file where the name ends with .yaml or .yml, and otherwise what is called so.
   *
   * @param subject what errors call it, say "Preset"
   * @param named the text of what has a name
   */
  public static Document load(String subject, String nameOrFile, UnaryOperator<String> named) {
    if (!nameOrFile.matches(".*\\.ya?ml")) {
      return new Document(nameOrFile, named.apply(nameOrFile));
    }
    var file = path(subject, nameOrFile);
    var name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    try {
      return new Document(name, Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new UserException(
          "%s file '%s' does not exist. Correct its path, or leave .yaml out for one that comes along."
              .formatted(subject, file),
          e);
    } catch (MalformedInputException e) {
      throw new UserException(
          "%s file '%s' must be UTF-8 text, has other bytes. Save it as UTF-8."
              .formatted(subject, file),
          e);
    } catch (IOException e) {
      throw new UserException(
          "%s file '%s' cannot be read: %s. Make it readable."
              .formatted(subject, file, AtomicFiles.reason(e)),
          e);
    }
  }

  private static Path path(String subject, String file) {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new UserException(
          "%s file '%s' has no valid name (%s)."
              .formatted(subject, file.replaceAll("\\p{Cntrl}", "?"), e.getReason()),
          e);
    }
  }

  /** Its tree, all scalars as they were written. */
  public JsonNode tree(String subject) {
    return Yaml.read(subject + " '" + name + "'", text);
  }

  /**
   * The record that {@code overlay} makes of {@code defaults}.
   *
   * @throws UserException at a key that is unknown, missing or of another type
   */
  public static <T extends Record> T bind(JsonNode overlay, T defaults) {
    var tree = new ConfigTree(Schema.of(defaults), Binding.tree(defaults)).merge(overlay).values();
    @SuppressWarnings("unchecked")
    var type = (Class<T>) defaults.getClass();
    return Binding.bind(tree, type);
  }

  /** A record as a tree, its keys in lower-case kebab. */
  public static ObjectNode tree(Record value) {
    return Binding.tree(value);
  }

  /** A tree as YAML. */
  public static String write(JsonNode tree) {
    return Yaml.write(tree);
  }
}
