package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.run.Pretrained;

/** The table of what retraining gives, kept runs, and the exit status. */
class ReproduceTest {
  private static final String PPCA =
      """
      model: {type: ppca}
      data: {source: digits, scale: 1, validation: 0, test: 0}
      precision: double
      """;
  private static final String VAE =
      """
      model: {type: vae, latent: 3, encoder: [8], decoder: [8]}
      data: {source: digits, binarize: threshold, test: 0.1}
      train: {epochs: 2}
      """;

  @TempDir private Path temp;

  private String expecting(double value, String text) throws IOException {
    var file = temp.resolve("mine.yaml");
    Files.writeString(
        file,
        text
            + "expected: {metric: log_likelihood, value: %s, tolerance: 0.001, source: 'a|b'}\n"
                .formatted(value));
    return file.toString();
  }

  @Test
  void figuresWithinToleranceAreReproduced() throws IOException {
    var out = Cli.succeed("reproduce", expecting(-159.9937, PPCA), "--out", temp).out();
    assertTrue(
        out.contains(
            "| `mine` | closed form, 1,797 rows | log_likelihood -159.994 ± 0.273 | -159.9937 (a\\|b) | yes, 0.001 | "),
        out);
    assertEquals(6, out.lines().skip(2).findFirst().orElseThrow().split(" \\| ").length);
    assertTrue(out.contains("- `mine`: no weights come with it"), out);
  }

  @Test
  void aMissedFigureIsStatusOne() throws IOException {
    var off = Cli.run("reproduce", expecting(-159.99, PPCA), "--out", temp.resolve("ppca"));
    assertEquals(1, off.status(), off.err());
    assertTrue(off.out().contains(" ± 0.273 | -159.99 (a\\|b) | NO, 0.001 | "), off.out());
    var none = Cli.run("reproduce", expecting(-159.99, VAE), "--out", temp.resolve("vae"));
    assertEquals(1, none.status(), none.err());
    assertTrue(none.out().contains("| no log_likelihood | "), none.out());
  }

  @Test
  void finishedRunsAreKeptAndOthersGoneOnWith() throws IOException {
    var file = temp.resolve("mine.yaml");
    Files.writeString(file, VAE);
    var words = new Object[] {"reproduce", file, "--out", temp.resolve("runs")};
    var run = temp.resolve("runs/mine");
    var first = Cli.succeed(words).out();
    assertTrue(
        first.contains("| `mine` | 2 epochs, 24 steps, 1,437 rows | - | none | - | "), first);
    var weights = Files.readAllBytes(run.resolve("weights.safetensors"));
    assertEquals(first, Cli.succeed(words).out(), "the seconds are those of the first");

    Files.delete(run.resolve("reproduction.json"));
    Files.delete(run.resolve("weights.safetensors"));
    assertTrue(Cli.succeed(words).out().contains("| over "));
    assertArrayEquals(weights, Files.readAllBytes(run.resolve("weights.safetensors")));

    Files.writeString(run.resolve("reproduction.json"), "{}");
    assertTrue(Cli.refuse(words).contains("reproduction.json' cannot be read"));
    Files.writeString(file, VAE.replace("latent: 3", "latent: 4"));
    assertTrue(Cli.refuse(words).contains("holds another run"));
  }

  @Test
  void updatingWritesIntoTheSourceTree() throws IOException {
    var module = temp.resolve("a module");
    var sources = Files.createDirectories(module.resolve("src/main/resources/presets"));
    var classes = Files.createDirectories(module.resolve("target/classes/presets"));
    Files.writeString(sources.resolve("mine.yaml"), VAE);
    Files.writeString(classes.resolve("mine.yaml"), VAE);
    var before = Thread.currentThread().getContextClassLoader();
    var path = new URL[] {classes.getParent().toUri().toURL()};
    var words =
        new Object[] {"reproduce", "mine", "--update-pretrained", "--out", temp.resolve("runs")};
    try (var loader = new URLClassLoader(path, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      Cli.succeed(words);
      var pretrained = sources.resolveSibling("pretrained");
      assertArrayEquals(
          Files.readAllBytes(temp.resolve("runs/mine/weights.safetensors")),
          Files.readAllBytes(pretrained.resolve("mine.safetensors")));
      assertTrue(Files.readString(pretrained.resolve("mine.json")).contains("\"elbo\""));

      Files.createDirectories(classes.resolveSibling("pretrained"));
      for (var file : new String[] {"mine.json", "mine.safetensors"}) {
        Files.copy(pretrained.resolve(file), classes.resolveSibling("pretrained").resolve(file));
      }
      var again = Cli.succeed("reproduce", "mine").out();
      assertTrue(again.contains("- `mine`: the pretrained weights, bit for bit ("), again);

      var figure = "expected: {metric: elbo, value: 0, tolerance: 1, source: nowhere}\n";
      Files.writeString(classes.resolve("mine.yaml"), VAE + figure);
      var written = Files.getLastModifiedTime(pretrained.resolve("mine.json"));
      var missed = Cli.run(words);
      assertEquals(1, missed.status(), missed.err());
      assertFalse(missed.out().contains("Wrote"), missed.out());
      assertEquals(written, Files.getLastModifiedTime(pretrained.resolve("mine.json")));

      Files.delete(sources.resolve("mine.yaml"));
      assertTrue(Cli.refuse(words).contains("needs the sources of preset 'mine'"));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** What a card claims of its machine decides whether other bits are a failure. */
  @Test
  void otherBitsFailOnAnEqualMachineOnly() throws IOException {
    var classes = temp.resolve("classes");
    var preset = Files.createDirectories(classes.resolve("presets")).resolve("mine.yaml");
    Files.writeString(preset, VAE.replace("epochs: 2", "epochs: 1"));
    var before = Thread.currentThread().getContextClassLoader();
    try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      Cli.succeed("train", "mine", "--out", temp.resolve("run"));
      Pretrained.write("mine", temp.resolve("run"), classes.resolve("pretrained"));
      Files.writeString(preset, VAE);
      var card = classes.resolve("pretrained/mine.json");
      var text = Files.readString(card).replaceFirst("\"epochs\" : 1", "\"epochs\" : 2");
      Files.writeString(card, text);
      var result = Cli.run("reproduce", "mine", "--out", temp.resolve("runs"));
      assertEquals(1, result.status(), result.err());
      assertTrue(result.out().contains("NOT the pretrained weights"), result.out());

      Files.writeString(card, text.replaceFirst("\"threads\" : \\d+", "\"threads\" : 99"));
      var elsewhere = Cli.succeed("reproduce", "mine", "--out", temp.resolve("runs")).out();
      assertTrue(elsewhere.contains("other bits than the pretrained weights"), elsewhere);
      assertTrue(elsewhere.contains("99 threads"), elsewhere);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void withoutAFolderNothingStays() throws IOException {
    long before = left();
    Cli.succeed("reproduce", "ppca-digits");
    assertEquals(before, left());
    assertFalse(Files.exists(Path.of("runs")));
  }

  private static long left() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(f -> f.getFileName().toString().startsWith("zoo-reproduce-")).count();
    }
  }
}
