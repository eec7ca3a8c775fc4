package org.latentzoo.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.latentzoo.check.UserException;
import org.latentzoo.nativebuild.NativeBuild;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What decides the bits of a run, besides its settings and its data: on equal machines equal runs
 * end with equal weights.
 *
 * @param processor its model name on Linux; elsewhere the architecture
 * @param nativeBuild of ND4J
 * @param threads of ND4J
 * @param coretype the kernels that OpenBLAS was told to use; empty where it chooses
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Machine(
    @JsonProperty("processor") String processor,
    @JsonProperty("native_build") String nativeBuild,
    @JsonProperty("threads") int threads,
    @JsonProperty("openblas_coretype") String coretype) {

  /**
   * Refuses a machine where ND4J was to compute on a card and does not.
   *
   * @throws UserException then
   */
  public static void requireChosen() {
    var build = NativeBuild.current();
    if (build.onCard() && Nd4j.getEnvironment().isCPU()) {
      throw new UserException(
          "ND4J could not start %s: its reasons are above. Mend them, or compute on the CPU: JAVA_OPTS=-Dzoo.native=cpu."
              .formatted(build.name()));
    }
  }

  /**
   * The machine that this program runs on.
   *
   * @throws UserException as {@link #requireChosen} does
   */
  public static Machine current() {
    requireChosen();
    return new Machine(
        processorName(),
        NativeBuild.current().name(),
        Nd4j.getEnvironment().maxMasterThreads(),
        System.getenv().getOrDefault("OPENBLAS_CORETYPE", ""));
  }

  /**
   * The versions of the zoo, of DL4J, of Java and of the system, by these names in small letters.
   */
  public static Map<Object, Object> versions() {
    var versions = new Properties();
    try (var in = Machine.class.getResourceAsStream("versions.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    versions.setProperty("java", System.getProperty("java.version"));
    versions.setProperty("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return new TreeMap<>(versions);
  }

  private static String processorName() {
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

  /** One line: processor, build, threads, kernels. */
  @Override
  public String toString() {
    return "%s, native build %s, %d thread%s%s"
        .formatted(
            processor,
            nativeBuild,
            threads,
            threads == 1 ? "" : "s",
            coretype.isEmpty() ? "" : ", OPENBLAS_CORETYPE=" + coretype);
  }
}
