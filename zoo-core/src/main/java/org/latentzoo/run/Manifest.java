package org.latentzoo.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.latentzoo.data.DataModule;
import org.latentzoo.nativebuild.NativeBuild;
import org.latentzoo.preset.Preset;
import org.nd4j.linalg.factory.Nd4j;

/** What a run's figures depend on, for whoever wants to repeat them. */
final class Manifest {
  private Manifest() {}

  static Map<String, Object> of(Preset preset, DataModule data) {
    var manifest = new LinkedHashMap<String, Object>();
    manifest.put("preset", preset.name());
    manifest.put("model", preset.type().name());
    manifest.put("seed", preset.seed());
    manifest.put("created", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    manifest.put("data_sha256", data.checksum());
    manifest.put("rows", rows(data));
    manifest.put("versions", versions());
    manifest.put("native_build", NativeBuild.current().name());
    manifest.put("processor", processor());
    manifest.put("threads", Nd4j.getEnvironment().maxThreads());
    manifest.put("openblas_coretype", System.getenv().getOrDefault("OPENBLAS_CORETYPE", ""));
    return manifest;
  }

  private static Map<String, Long> rows(DataModule data) {
    var rows = new LinkedHashMap<String, Long>();
    rows.put("train", data.train().count());
    rows.put("validation", data.validation().count());
    rows.put("test", data.test().count());
    return rows;
  }

  private static Map<Object, Object> versions() {
    var versions = new Properties();
    try (var in = Manifest.class.getResourceAsStream("versions.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    versions.setProperty("java", System.getProperty("java.version"));
    versions.setProperty("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return new TreeMap<>(versions);
  }

  /** The model name that Linux knows; elsewhere the architecture. */
  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.replaceFirst("^[^:]*:\\s*", ""))
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
