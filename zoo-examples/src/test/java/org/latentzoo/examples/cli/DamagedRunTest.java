package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are damaged, of another model, without room or diverging are refused in one line. */
class DamagedRunTest {
  private static final String PRESET = "vae-bernoulli-digits";

  /** TensorBoard's, with nothing but its version before the first epoch ends. */
  private static final String EVENTS = "events.out.tfevents.0000000000.zoo";

  private static final String WEIGHTS = "weights.safetensors";

  @TempDir private static Path whole;
  @TempDir private Path temp;

  @BeforeAll
  static void train() {
    train(whole.resolve("vae"), PRESET, "train.epochs=1");
    train(whole.resolve("small"), PRESET, "train.epochs=1", "model.latent=3");
    train(whole.resolve("ppca"), "ppca-digits");
  }

  @ParameterizedTest
  @ValueSource(strings = {WEIGHTS, "config.yaml"})
  void refusesToOpen(String file) throws IOException {
    var run = copy("vae");
    var path = run.resolve(file);
    var content = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(content, content.length / 2));
    assertRefused(run, "evaluate", run);
    Files.write(path, new byte[] {(byte) 0xff, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    assertRefused(run, "evaluate", run);
    Files.write(path, new byte[0]);
    assertRefused(run, "score", run, "--data", "digits", "--out", temp.resolve("scores.csv"));
    Files.delete(path);
    assertRefused(run, "evaluate", run);
    assertFalse(Files.exists(temp.resolve("scores.csv")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkpoint.safetensors", "config.yaml", "manifest.json"})
  void refusesToResume(String file) throws IOException {
    var run = copy("vae");
    var path = run.resolve(file);
    var content = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(content, content.length / 2));
    assertRefused(run, resume(run));
    Files.write(path, new byte[] {(byte) 0xff, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    assertRefused(run, resume(run));
    Files.write(path, new byte[0]);
    assertRefused(run, resume(run));
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.yaml", "manifest.json"})
  void refusesToResumeWithout(String file) throws IOException {
    var run = copy("vae");
    Files.delete(run.resolve(file));
    assertRefused(run, resume(run));
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "ppca"})
  void refusesWeightsOfAnotherModel(String other) throws IOException {
    var run = copy("vae");
    Files.write(run.resolve(WEIGHTS), Files.readAllBytes(whole.resolve(other).resolve(WEIGHTS)));
    assertRefused(run, "evaluate", run);
  }

  @Test
  void refusesACheckpointOfAnotherModel() throws IOException {
    var run = copy("vae");
    var file = "checkpoint.safetensors";
    Files.write(run.resolve(file), Files.readAllBytes(whole.resolve("small").resolve(file)));
    assertRefused(run, resume(run));
  }

  @Test
  void refusesToResumeAnotherRun() throws IOException {
    var run = copy("small");
    assertTrue(assertRefused(run, resume(run)).contains("latent: 3"));
    assertRefused(run, "train", "ppca-digits", "--resume", "--out", run);
    assertRefused(run, "train", PRESET, "--data", "two-moons", "--resume", "--out", run);
  }

  /** The keys at the end of the config count too; what it should reach does not. */
  @Test
  void resumeComparesEverySettingButTheFigure() throws IOException {
    var run = copy("vae");
    var config = run.resolve("config.yaml");
    var text = Files.readString(config);
    Files.writeString(config, text.replace("precision: float", "precision: double"));
    assertTrue(assertRefused(run, resume(run)).contains("precision: double"));
    Files.writeString(config, text.replaceFirst("about: .*", "about: mine"));
    Cli.succeed(resume(run));
  }

  @Test
  void aNewRunSweepsWhatAKillInItsFirstWriteLeft() throws IOException {
    var run = Files.createDirectory(temp.resolve("run"));
    Files.createFile(run.resolve(".manifest.json." + UUID.randomUUID()));
    train(run, "ppca-digits");
    assertTrue(names(run).stream().noneMatch(name -> name.startsWith(".")));
  }

  @Test
  void refusesAPartOfOtherData() throws IOException {
    var run = copy("vae");
    assertRefused(run, "evaluate", run, "--split", "test", "--data", "digits");
  }

  @Test
  void refusesOtherColumns() throws IOException {
    var run = copy("vae");
    assertTrue(assertRefused(run, "evaluate", run, "--data", "two-moons").contains("64 features"));
    assertTrue(
        assertRefused(copy("ppca"), "evaluate", temp.resolve("ppca"), "--split", "test")
            .contains("no test rows"));
  }

  @Test
  void refusesItsOwnDataOnceTheyChanged() throws IOException {
    var file = Files.writeString(temp.resolve("data.csv"), "1,2\n3,5\n2,7\n4,4\n");
    var run = temp.resolve("run");
    Cli.succeed(
        "train", "ppca-digits", "--data", "csv:" + file, "--set", "model.latent=1", "--out", run);
    Cli.succeed("evaluate", run);
    Files.writeString(file, "1,2\n3,5\n2,7\n4,5\n");
    assertTrue(assertRefused(run, "evaluate", run).contains("was trained on other data"));
    Cli.succeed("evaluate", run, "--data", "csv:" + file);
  }

  @Test
  void refusesMoreThanThereIsRoomFor() throws IOException {
    var run = copy("vae");
    var png = temp.resolve("a.png");
    var npy = temp.resolve("a.npy");
    assertRefused(run, "sample", run, "-n", 10_000_000, "--out", png);
    assertRefused(run, "sample", run, "-n", Integer.MAX_VALUE, "--out", npy);
    assertRefused(run, "interpolate", run, "--steps", Integer.MAX_VALUE, "--out", npy);
    assertRefused(run, "interpolate", run, "--steps", 10_000_000, "--out", png);
  }

  @Test
  void aFullDiskLeavesNothing() throws IOException {
    var full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    var link = Files.createSymbolicLink(temp.resolve("scores.csv"), full);
    var run = copy("ppca");
    assertTrue(
        assertRefused(run, "score", run, "--data", "digits", "--out", link)
            .contains("No space left"));
  }

  /** A file system of 64 kB holds the config but no checkpoint. */
  @Test
  void aFullDiskStopsTheTraining() throws Exception {
    var disk = Files.createDirectory(temp.resolve("disk"));
    assumeTrue(isDone("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()));
    try {
      var line = Cli.refuse("train", PRESET, "--out", disk.resolve("run"));
      assertTrue(line.contains("No space left"), line);
      assertEquals(Set.of("config.yaml", "manifest.json", EVENTS), names(disk.resolve("run")));
    } finally {
      isDone("umount", disk.toString());
    }
  }

  @Test
  void aDivergingRunKeepsTheLastGoodCheckpoint() throws IOException {
    var run = temp.resolve("run");
    var line =
        Cli.refuse("train", PRESET, "--set", "train.optimizer.learning-rate=1e30", "--out", run);
    assertTrue(line.matches(".*diverged.* at step \\d+\\..*"), line);
    assertEquals(
        Set.of("config.yaml", "manifest.json", EVENTS, "checkpoint.safetensors"), names(run));
  }

  private static void train(Path run, String preset, String... settings) {
    var words =
        Arrays.stream(settings)
            .map(s -> "--set=" + s)
            .collect(Collectors.toCollection(ArrayList<Object>::new));
    words.add(0, "train");
    words.add(1, preset);
    words.add("--out=" + run);
    Cli.succeed(words.toArray());
  }

  private static Object[] resume(Path run) {
    return new Object[] {"train", PRESET, "--set", "train.epochs=1", "--resume", "--out", run};
  }

  /** The refusal, after which every file of the run is as it was. */
  private static String assertRefused(Path run, Object... words) throws IOException {
    var names = names(run);
    var before = contents(run);
    var line = Cli.refuse(words);
    assertEquals(names, names(run));
    assertArrayEquals(before, contents(run));
    return line;
  }

  private Path copy(String name) throws IOException {
    var target = Files.createDirectory(temp.resolve(name));
    for (var file : names(whole.resolve(name))) {
      Files.copy(whole.resolve(name).resolve(file), target.resolve(file));
    }
    return target;
  }

  private static Set<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static byte[][] contents(Path folder) throws IOException {
    var names = names(folder).stream().sorted().toList();
    var contents = new byte[names.size()][];
    for (int i = 0; i < contents.length; i++) {
      contents[i] = Files.readAllBytes(folder.resolve(names.get(i)));
    }
    return contents;
  }

  private static boolean isDone(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
