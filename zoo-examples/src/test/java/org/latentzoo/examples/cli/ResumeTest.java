package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One seed gives one result, from wherever a run goes on; Ctrl-C saves and says how to go on. */
class ResumeTest {
  @TempDir private Path temp;

  @Test
  void sameSeedSameBytes() throws IOException {
    train("a", "--seed", 5);
    train("b", "--seed", 5);
    train("c", "--seed", 6);
    assertArrayEquals(weights("a"), weights("b"));
    assertFalse(Arrays.equals(weights("a"), weights("c")));
  }

  @Test
  void resumeStartsWhereThereIsNoRun() throws IOException {
    train("a");
    train("b", "--resume");
    assertArrayEquals(weights("a"), weights("b"));
  }

  /** The moments before the first checkpoint: the manifest is there, then the config too. */
  @Test
  void resumesFromBeforeTheFirstCheckpoint() throws IOException {
    train("whole");
    for (var files : List.of(List.of("manifest.json"), List.of("manifest.json", "config.yaml"))) {
      var folder = "begun-" + files.size();
      Files.createDirectory(temp.resolve(folder));
      for (var file : files) {
        Files.copy(temp.resolve("whole").resolve(file), temp.resolve(folder).resolve(file));
      }
      train(folder, "--resume");
      assertArrayEquals(weights("whole"), weights(folder));
    }
  }

  @Test
  void resumingAFinishedRunChangesNothing() throws IOException {
    train("a");
    var before = weights("a");
    train("a", "--resume");
    assertArrayEquals(before, weights("a"));
  }

  @Test
  void secondRunSaysHowToGoOn() {
    train("a");
    var line = Cli.refuse("train", "vae-bernoulli-digits", "--out", temp.resolve("a"));
    assertTrue(line.contains("--resume") && line.contains("--out"), line);
  }

  @Test
  void terminationSavesAndSaysHowToGoOn() throws Exception {
    var settings = "train.epochs=40";
    var folder = temp.resolve("ended");
    var log = temp.resolve("log");
    var process =
        ZooProcess.start(
            log,
            List.of(
                "train", "vae-bernoulli-digits", "--set", settings, "--out", folder.toString()));
    while (!Files.exists(folder.resolve("metrics.jsonl"))) {
      assertTrue(process.process().isAlive(), Files.readString(log));
      Thread.sleep(50);
    }
    assertEquals(143, process.terminate(), Files.readString(log));
    assertTrue(
        Files.readString(log)
            .contains(
                "Go on with: zoo train vae-bernoulli-digits --set %s --out %s --resume"
                    .formatted(settings, folder)),
        Files.readString(log));
    train("ended", "--set", settings, "--resume");
    train("whole", "--set", settings);
    assertArrayEquals(weights("whole"), weights("ended"));
  }

  private void train(String folder, Object... more) {
    var words =
        new Object[] {
          "train", "vae-bernoulli-digits", "--set", "train.epochs=2", "--out", temp.resolve(folder)
        };
    var all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    Cli.succeed(all);
  }

  private byte[] weights(String folder) throws IOException {
    return Files.readAllBytes(temp.resolve(folder).resolve("weights.safetensors"));
  }
}
