package org.latentzoo.preset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Lists and reads files on a class path, in folders and in jars. */
public final class Resources {
  private Resources() {}

  /**
   * The files directly in {@code folder} (it ends with a slash), wherever on the class path they
   * lie. Jars need not list their folders, so each that has a manifest is searched too; one that
   * has neither is not seen.
   */
  static List<URI> list(ClassLoader loader, String folder, String ending) {
    return Stream.of(folder, "META-INF/MANIFEST.MF")
        .flatMap(resource -> roots(loader, resource))
        .distinct()
        .flatMap(root -> files(root, folder, ending).stream())
        .toList();
  }

  /** The bytes of one file, in a folder or in a jar. */
  public static byte[] read(URI file) {
    try {
      var connection = file.toURL().openConnection();
      connection.setUseCaches(false);
      try (var in = connection.getInputStream()) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private static Stream<String> roots(ClassLoader loader, String resource) {
    try {
      return Collections.list(loader.getResources(resource)).stream()
          .map(URL::toString)
          .map(url -> url.substring(0, url.length() - resource.length()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot search the class path for " + resource, e);
    }
  }

  private static List<URI> files(String root, String folder, String ending) {
    try {
      if (root.startsWith("jar:")) {
        return inJar(root, folder, ending);
      }
      return root.startsWith("file:") ? inFolder(root + folder, ending) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list the files in " + root + folder, e);
    }
  }

  private static List<URI> inFolder(String folder, String ending) throws IOException {
    var path = Path.of(URI.create(folder));
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (var files = Files.list(path)) {
      return files.filter(f -> f.toString().endsWith(ending)).map(Path::toUri).sorted().toList();
    }
  }

  private static List<URI> inJar(String root, String folder, String ending) throws IOException {
    var connection = (JarURLConnection) URI.create(root).toURL().openConnection();
    connection.setUseCaches(false);
    var found = new ArrayList<URI>();
    try (var jar = connection.getJarFile()) {
      for (var entry : Collections.list(jar.entries())) {
        var name = entry.getName();
        if (name.startsWith(folder)
            && name.endsWith(ending)
            && name.indexOf('/', folder.length()) < 0) {
          found.add(URI.create(root + name));
        }
      }
    }
    return found;
  }
}
