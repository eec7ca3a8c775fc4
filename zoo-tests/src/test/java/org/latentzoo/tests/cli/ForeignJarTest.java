package org.latentzoo.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.run.Pretrained;

/** A model and a data source in a jar of someone else's work in every command. */
class ForeignJarTest {
  private static final String PRESET = "linear-vae-squares";

  @TempDir Path folder;

  @Test
  void worksInEveryCommand() throws Exception {
    var jar = ForeignJar.make(folder).toString();
    assertTrue(zoo(jar, "list").contains(PRESET));
    assertTrue(zoo(jar, "show", PRESET).contains("linear-vae"));
    zoo(jar, "train", PRESET, "--out", "run");
    assertTrue(zoo(jar, "evaluate", "run", "--json").contains("\"elbo\""));
    zoo(jar, "score", "run", "--data", "squares:12", "--out", "scores.csv");
    assertEquals(13, lines("scores.csv"));
    zoo(jar, "sample", "run", "-n", "5", "--out", "samples.csv");
    assertEquals(6, lines("samples.csv"));
    zoo(jar, "sample", "run", "--out", "samples.png");
    assertTrue(ImageIO.read(folder.resolve("samples.png").toFile()).getWidth() > 64);
    zoo(jar, "reconstruct", "run", "--out", "reconstructions.csv");
    assertEquals(21, lines("reconstructions.csv"));
    zoo(jar, "encode", "run", "--data", "squares:30", "--out", "codes.csv");
    assertEquals(31, lines("codes.csv"));
    zoo(jar, "interpolate", "run", "--from", "0", "--to", "7", "--out", "walk.csv");
    assertEquals(9, lines("walk.csv"));
    var both = jar + File.pathSeparator + weights(jar);
    assertTrue(zoo(both, "list").matches("(?s).*linear-vae-squares[^\n]+ pretrained .*"));
    assertEquals(
        zoo(jar, "evaluate", "run", "--json"),
        zoo(both, "evaluate", PRESET, "--pretrained", "--json"));
    zoo(both, "sample", PRESET, "--pretrained", "--out", "again.csv");
    assertEquals(65, lines("again.csv"));
    var bench = zoo(jar, "bench", PRESET, "--set", "model.latent=2", "--rounds", "1");
    assertTrue(bench.contains("ratio"), bench);
  }

  /** Another jar, of the run's weights; the model's jar must be there to read the run. */
  private Path weights(String jar) throws IOException {
    var files = folder.resolve("weights");
    var before = Thread.currentThread().getContextClassLoader();
    try (var loader = new URLClassLoader(new URL[] {Path.of(jar).toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      Pretrained.write(PRESET, folder.resolve("run"), files.resolve("pretrained"));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    return ForeignJar.pack(files, folder.resolve("weights.jar"));
  }

  /** Runs one command in the folder with the jars on the class path; what it printed. */
  private String zoo(String jars, String... arguments) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var path = jars + File.pathSeparator + ForeignJar.classPath();
    var command =
        List.of(java, "-Djava.awt.headless=true", "-cp", path, "org.latentzoo.examples.cli.Zoo");
    var process =
        new ProcessBuilder(Stream.concat(command.stream(), Stream.of(arguments)).toList())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private long lines(String file) throws IOException {
    try (var lines = Files.lines(folder.resolve(file))) {
      return lines.count();
    }
  }
}
