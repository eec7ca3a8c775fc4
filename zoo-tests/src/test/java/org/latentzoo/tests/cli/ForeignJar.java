package org.latentzoo.tests.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Someone else's jar: sources are compiled, and packed with a preset and service files. */
final class ForeignJar {
  private static final List<String> SOURCES = List.of("LinearVae.java", "SquareSource.java");
  private static final List<String> FILES =
      List.of(
          "presets/linear-vae-squares.yaml",
          "META-INF/services/org.latentzoo.model.ModelType",
          "META-INF/services/org.latentzoo.data.DataSource");

  private ForeignJar() {}

  static Path make(Path folder) throws IOException {
    var classes = Files.createDirectories(folder.resolve("classes"));
    var arguments =
        Stream.concat(
            Stream.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", classPath()),
            SOURCES.stream().map(name -> copy(name, folder.resolve(name))));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalStateException("The foreign sources do not compile.");
    }
    FILES.forEach(name -> copy(name, classes.resolve(name)));
    return pack(classes, folder.resolve("foreign.jar"));
  }

  static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** All files of a folder. */
  static Path pack(Path classes, Path jar) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        var files = Files.walk(classes)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var name = classes.relativize(file).toString().replace('\\', '/');
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  private static String copy(String resource, Path to) {
    try (var in = ForeignJar.class.getResourceAsStream("/foreign/" + resource)) {
      Files.createDirectories(to.getParent());
      Files.copy(in, to);
      return to.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
