package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed at random moments and resumed, end as one that was never stopped. */
class KilledRunTest {
  /** Adam under a schedule, small batches so that most kills hit the middle of an epoch. */
  private static final String SCHEDULED =
      "train.epochs=5 train.batch=2 train.schedule.kind=cosine train.schedule.warmup=100"
          + " train.clip.by=norm train.checkpoint-seconds=1";

  /** Short epochs, so that many kills hit a checkpoint or a validation. */
  private static final String STOPPED_EARLY =
      "train.epochs=400 train.batch=64 train.optimizer.name=nadam"
          + " train.optimizer.learning-rate=0.01 train.schedule.kind=step"
          + " train.early-stopping.patience=5";

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @TempDir private Path temp;

  @Test
  void aFewKills() throws Exception {
    kill(3, SCHEDULED);
  }

  @Test
  @Tag("slow")
  void twentyKills() throws Exception {
    kill(10, SCHEDULED);
    assertTrue(kill(10, STOPPED_EARLY) < 400, "stopped before its last epoch");
  }

  /**
   * Kills the run {@code kills} times; whenever one survived to its end, a new one starts. Returns
   * the epochs that it took.
   */
  private int kill(int kills, String settings) throws Exception {
    var expected = temp.resolve("whole-" + settings.hashCode());
    long started = System.nanoTime();
    assertEquals(0, start(expected, settings).await(), this::log);
    long milliseconds = (System.nanoTime() - started) / 1_000_000;

    var folder = temp.resolve("killed-" + settings.hashCode());
    for (int killed = 0; killed < kills; ) {
      if (start(folder, settings).killAfter(random.nextLong(1, milliseconds))) {
        killed++;
      } else {
        assertSame(expected, folder);
        folder = temp.resolve("killed-" + settings.hashCode() + "-" + killed);
      }
    }
    assertEquals(0, start(folder, settings).await(), this::log);
    assertSame(expected, folder);
    return epochs(expected).size();
  }

  private ZooProcess start(Path folder, String settings) throws IOException {
    var args = new ArrayList<String>(List.of("train", "vae-bernoulli-digits", "--resume"));
    args.addAll(List.of("--out", folder.toString()));
    for (var setting : settings.split(" ")) {
      args.addAll(List.of("--set", setting));
    }
    return ZooProcess.start(temp.resolve("log"), args);
  }

  private void assertSame(Path expected, Path folder) throws IOException {
    var file = "weights.safetensors";
    assertArrayEquals(
        Files.readAllBytes(expected.resolve(file)),
        Files.readAllBytes(folder.resolve(file)),
        () -> "seed " + seed + "\n" + log());
    var epochs = epochs(expected);
    assertEquals(IntStream.rangeClosed(1, epochs.size()).boxed().toList(), epochs);
    assertEquals(
        Files.readString(expected.resolve("metrics.jsonl")),
        Files.readString(folder.resolve("metrics.jsonl")));
    try (var files = Files.list(folder)) {
      assertTrue(files.noneMatch(f -> f.getFileName().toString().startsWith(".")));
    }
  }

  private static List<Integer> epochs(Path folder) throws IOException {
    var epochs = new ArrayList<Integer>();
    for (var line : Files.readAllLines(folder.resolve("metrics.jsonl"))) {
      epochs.add(new ObjectMapper().readTree(line).path("epoch").asInt());
    }
    return epochs;
  }

  private String log() {
    try {
      return Files.readString(temp.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
