package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps killed at random moments and resumed end with the table of one that was never stopped. */
class KilledSweepTest {
  private static final String SWEEP =
      """
      preset: vae-bernoulli-digits
      set: {train.epochs: %d, model.encoder: [16], model.decoder: [16]}
      trials: %d
      search: {kind: %s}
      space:
        train.optimizer.learning-rate: {log: [0.0001, 0.1]}
        model.latent: {integer: [2, 20]}
      """;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @TempDir private Path temp;

  @Test
  void twoKills() throws Exception {
    kill(2, SWEEP.formatted(4, 3, "random"), 3, 1);
  }

  @Test
  @Tag("slow")
  void tenKills() throws Exception {
    kill(10, SWEEP.formatted(20, 9, "random"), 9, 2);
    kill(10, SWEEP.formatted(20, 9, "grid"), 9, 1);
  }

  private void kill(int kills, String yaml, int trials, int workers) throws Exception {
    var file = Files.writeString(temp.resolve("sweep.yaml"), yaml);
    var expected = temp.resolve("whole-" + yaml.hashCode());
    long started = System.nanoTime();
    assertEquals(0, start(file, expected, workers).await(), this::log);
    long milliseconds = (System.nanoTime() - started) / 1_000_000;

    var folder = temp.resolve("killed-" + yaml.hashCode());
    for (int killed = 0; killed < kills; ) {
      if (start(file, folder, workers).killAfter(random.nextLong(1, milliseconds))) {
        killed++;
      } else {
        assertSame(expected, folder, trials);
        folder = temp.resolve("killed-" + yaml.hashCode() + "-" + killed);
      }
    }
    assertEquals(0, start(file, folder, workers).await(), this::log);
    assertSame(expected, folder, trials);
  }

  private ZooProcess start(Path file, Path folder, int workers) throws IOException {
    var words =
        List.of(
            "sweep",
            file.toString(),
            "--resume",
            "--out",
            folder.toString(),
            "--workers",
            String.valueOf(workers));
    return ZooProcess.start(temp.resolve("log"), words);
  }

  private void assertSame(Path expected, Path folder, int trials) throws IOException {
    assertEquals(
        SweepTables.withoutSeconds(expected),
        SweepTables.withoutSeconds(folder),
        () -> "seed " + seed + "\n" + log());
    var ended = new ArrayList<Integer>();
    for (var line : Files.readAllLines(folder.resolve("journal.jsonl"))) {
      var entry = new ObjectMapper().readTree(line);
      if (entry.path("event").asText().equals("ended")) {
        ended.add(entry.path("trial").asInt());
      }
    }
    assertEquals(trials, ended.size());
    assertEquals(trials, ended.stream().distinct().count(), "no trial ends twice");
  }

  private String log() {
    try {
      return Files.readString(temp.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
