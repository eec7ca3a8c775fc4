package org.latentzoo.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.check.UserException;

class RegistryTest {
  private static final String SOURCE =
      """
      package guest;

      import org.latentzoo.graph.Graph;
      import org.latentzoo.model.Model;
      import org.latentzoo.model.ModelType;

      public final class Guest implements ModelType<Guest.Config> {
        public record Config(int latent) {}

        public String name() {
          return "guest";
        }

        public String summary() {
          return "A model type of somebody else";
        }

        public Config defaults() {
          return new Config(5);
        }

        public Model build(Config config, Graph graph, int features) {
          throw new UnsupportedOperationException();
        }
      }
      """;
  private static final String PRESET = "model: {type: guest, latent: 6}";

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @TempDir private Path folder;

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private Map<String, byte[]> guest() throws IOException {
    var source = folder.resolve("Guest.java");
    Files.writeString(source, SOURCE);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    assertEquals(0, failed);
    var files = new LinkedHashMap<String, byte[]>();
    for (var name : List.of("guest/Guest.class", "guest/Guest$Config.class")) {
      files.put(name, Files.readAllBytes(folder.resolve(name)));
    }
    files.put("META-INF/services/org.latentzoo.model.ModelType", bytes("guest.Guest\n"));
    files.put("presets/guest-small.yaml", bytes(PRESET));
    files.put("presets/deeper/hidden.yaml", bytes(PRESET));
    return files;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A jar whose name has a blank, with a manifest and no folder entries. */
  private URL jar(String name, Map<String, byte[]> files) throws IOException {
    var path = folder.resolve(name);
    var manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    try (var jar = new JarOutputStream(Files.newOutputStream(path), manifest)) {
      for (var file : files.entrySet()) {
        jar.putNextEntry(new ZipEntry(file.getKey()));
        jar.write(file.getValue());
      }
    }
    return path.toUri().toURL();
  }

  private URLClassLoader onClassPath(URL... jars) {
    var loader = new URLClassLoader(jars, before);
    Thread.currentThread().setContextClassLoader(loader);
    return loader;
  }

  @Test
  void findsTheModelsAndPresetsOfSomebodyElsesJar() throws IOException {
    try (var loader = onClassPath(jar("a guest.jar", guest()))) {
      assertEquals(Set.of("guest", "toy"), Registry.modelTypes().keySet());
      assertEquals(Set.of("guest-small", "toy"), Registry.presets().keySet());
      var preset = Preset.load("guest-small");
      assertSame(loader, preset.type().getClass().getClassLoader());
      assertEquals("Config[latent=6]", preset.model().toString());
      assertEquals(preset, Preset.fromYaml("guest-small", preset.toYaml()));
    }
    Thread.currentThread().setContextClassLoader(before);
    assertEquals(Set.of("toy"), Registry.modelTypes().keySet());
  }

  @Test
  void findsThemInAFolder() throws IOException {
    var root = folder.resolve("classes");
    for (var file : guest().entrySet()) {
      Files.createDirectories(root.resolve(file.getKey()).getParent());
      Files.write(root.resolve(file.getKey()), file.getValue());
    }
    try (var loader = onClassPath(root.toUri().toURL())) {
      assertEquals(Set.of("guest-small", "toy"), Registry.presets().keySet());
      assertSame(loader, Preset.load("guest-small").type().getClass().getClassLoader());
    }
  }

  @Test
  void refusesOneNameInTwoPlaces() throws IOException {
    var files = Map.of("presets/same.yaml", bytes(PRESET));
    try (var loader = onClassPath(jar("one.jar", files), jar("two.jar", files))) {
      assertEquals(2, loader.getURLs().length);
      var message = assertThrows(UserException.class, Registry::presets).getMessage();
      assertTrue(message.startsWith("Preset 'same' is there twice: in jar:file:"), message);
      assertTrue(message.contains("one.jar!") && message.contains("two.jar!"), message);
    }
  }

  @Test
  void aTypeIsOneInstance() {
    assertSame(Registry.modelType("toy"), Registry.modelType("toy"));
  }
}
