package org.latentzoo.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.kernel.Team;
import org.latentzoo.preset.Preset;
import org.latentzoo.preset.Registry;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A step of every preset at its own size and batch, where products are large enough to be shared:
 * two threads come to what one comes to. Tests have one, so the two are another process's.
 */
class FullSizeTest {
  private static final Properties TOGETHER = new Properties();

  @TempDir private static Path folder;

  @BeforeAll
  static void stepsOfTwoThreads() throws Exception {
    var log = folder.resolve("log").toFile();
    var values = folder.resolve("values");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var path = System.getProperty("java.class.path");
    var builder =
        new ProcessBuilder(
            List.of(java, "-cp", path, FullSizeTest.class.getName(), values.toString()));
    builder.environment().put("OMP_NUM_THREADS", "2");
    int status = builder.redirectErrorStream(true).redirectOutput(log).start().waitFor();
    assertEquals(0, status, () -> read(log.toPath()));
    try (var in = Files.newBufferedReader(values)) {
      TOGETHER.load(in);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes what every preset comes to, by as many threads as this process has. */
  public static void main(String[] arguments) throws Exception {
    var values = new Properties();
    values.setProperty("threads", "" + Team.size());
    for (var name : Registry.presets().keySet()) {
      values.putAll(steps(name));
    }
    try (var out = Files.newBufferedWriter(Path.of(arguments[0]))) {
      values.store(out, null);
    }
  }

  @EveryPreset
  void threadsAgree(String preset) {
    assertEquals("2", TOGETHER.getProperty("threads"));
    steps(preset)
        .forEach(
            (key, value) -> {
              double alone = Double.parseDouble(value);
              double together = Double.parseDouble(TOGETHER.getProperty(key));
              assertEquals(alone, together, 1e-5 * Math.max(1, Math.abs(alone)), key);
            });
  }

  /** Loss and norm of the gradient, by preset and phase. */
  private static Map<String, String> steps(String preset) {
    return Team.withoutNativeThreads(
        () -> {
          var subject = Subject.full(preset, DataType.FLOAT);
          int batch = Preset.load(preset).train().batch();
          var values = new HashMap<String, String>();
          for (var phase : subject.phases()) {
            var step = subject.step(phase, batch, 1);
            step.execution().run();
            var key = preset + "." + phase.name();
            values.put(key + ".loss", Double.toString(step.loss()));
            if (!step.gradient().slices().isEmpty()) {
              var gradient = step.gradient().vector().castTo(DataType.DOUBLE);
              values.put(key + ".norm", gradient.norm2Number().toString());
            }
          }
          return values;
        });
  }
}
