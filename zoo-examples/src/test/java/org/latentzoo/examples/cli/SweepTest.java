package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latentzoo.preset.Registry;
import org.latentzoo.sweep.SweepPlan;

/** {@code zoo sweep} from its file to the winner's test figure. */
class SweepTest {
  /** Two epochs a trial. */
  private static final String SMALL =
      """
      preset: vae-bernoulli-digits
      set:
        train.epochs: 2
        model.encoder: [16]
        model.decoder: [16]
      trials: 3
      space:
        train.optimizer.learning-rate: {log: [0.0001, 0.1]}
        train.optimizer.name: {choice: [adam, nesterovs]}
        train.optimizer.momentum: {continuous: [0, 0.9], when: {train.optimizer.name: nesterovs}}
      """;

  @TempDir private Path temp;

  private Path sweep(String yaml) throws IOException {
    return Files.writeString(temp.resolve("small.yaml"), yaml);
  }

  @Test
  void ranksTestsAndGoesOn() throws IOException {
    var file = sweep(SMALL);
    var one = temp.resolve("one");
    var out = Cli.succeed("sweep", file, "--out", one).out();
    assertTrue(out.contains("small: 3 of 3 trials ended"), out);
    assertTrue(out.contains("180 rows: test"), out);
    assertTrue(out.contains("Train it again with: zoo train " + one.resolve("best.yaml")), out);
    var run = one.resolve("trials/0000");
    for (var name : List.of("config.yaml", "manifest.json", "metrics.jsonl")) {
      assertTrue(Files.exists(run.resolve(name)), name);
    }
    assertTrue(Files.readString(run.resolve("manifest.json")).contains("\"threads\" : 1"));
    assertEquals(1, evaluations(one), "test rows are read for the winner alone");

    var two = temp.resolve("two");
    Cli.succeed("sweep", file, "--out", two, "--workers", "2");
    assertEquals(SweepTables.withoutSeconds(one), SweepTables.withoutSeconds(two));

    var resumed = Cli.succeed("sweep", file, "--out", one, "--resume", "--trials", "4").out();
    assertTrue(resumed.contains("small: 4 of 4 trials ended"), resumed);
    var json = new ObjectMapper().readTree(Cli.succeed("sweep", "show", one, "--json").out());
    assertEquals(4, json.path("trials").size());
    var csv = temp.resolve("table.csv");
    Cli.succeed("sweep", "show", one, "--csv", csv);
    assertEquals(Files.readString(one.resolve("results.csv")), Files.readString(csv));
    assertTrue(Cli.succeed("show", one.resolve("best.yaml")).out().contains("about: Trial"));
  }

  /**
   * Whoever leads when the time is up is no winner: no test rows are read, no best.yaml written.
   */
  @Test
  void testsNobodyWhenTheTimeIsUp() throws IOException {
    var file = sweep(SMALL + "stopping: {kind: median, first: 1}\n");
    var folder = temp.resolve("run");
    Cli.succeed("sweep", file, "--out", folder, "--trials", "1");
    Files.delete(folder.resolve("trials/0000/evaluation.json"));
    Files.delete(folder.resolve("best.yaml"));
    var out = Cli.succeed("sweep", file, "--out", folder, "--resume", "--time", "0.001s").out();
    assertTrue(out.contains("small: 1 of 3 trials ended"), out);
    assertTrue(out.contains("The time is up. Go on with the same and --resume."), out);
    assertEquals(0, evaluations(folder));
    assertFalse(Files.exists(folder.resolve("best.yaml")));

    Cli.succeed("sweep", file, "--out", folder, "--resume");
    assertEquals(1, evaluations(folder));
    assertTrue(Files.exists(folder.resolve("best.yaml")));
    assertEquals(List.of(1, 1, 1), reported(folder), "nothing after the last of two epochs");
  }

  /** The epochs that the stopping rule was told of. */
  private static List<Integer> reported(Path folder) throws IOException {
    var epochs = new ArrayList<Integer>();
    for (var line : Files.readAllLines(folder.resolve("journal.jsonl"))) {
      var entry = new ObjectMapper().readTree(line);
      if (entry.path("event").asText().equals("reported")) {
        epochs.add(entry.path("epoch").asInt());
      }
    }
    return epochs;
  }

  private static long evaluations(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(f -> f.endsWith("evaluation.json")).count();
    }
  }

  @Test
  void everySweepThatComesAlongLoads() {
    var names = Registry.sweeps().keySet();
    assertTrue(names.size() >= 2, names::toString);
    for (var name : names) {
      var plan = SweepPlan.load(name);
      assertFalse(plan.config().about().isEmpty(), name);
    }
  }

  /** A trial that a preset refuses is recorded and the sweep goes on. */
  @Test
  void recordsWhatFails() throws IOException {
    var file =
        sweep(
            """
            preset: vae-bernoulli-digits
            set: {train.epochs: 1, model.encoder: [16], model.decoder: [16]}
            search: {kind: grid}
            space:
              train.batch: {choice: [1437, 1438]}
            """);
    var out = Cli.succeed("sweep", file, "--out", temp.resolve("run")).out();
    assertTrue(out.contains("train.batch must be at most the 1437 training rows, got 1438"), out);
    assertTrue(out.contains("Best: trial 0, train.batch=1437"), out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sweep                             | 'SWEEP_OR_FILE'",
        "sweep missing.yaml                | Sweep file 'missing.yaml' does not exist",
        "sweep vae-bernouli-digits         | Did you mean 'vae-bernoulli-digits'?",
        "sweep vae-bernoulli-digits --workers 0 | --workers must be at least 1, got 0",
        "sweep vae-bernoulli-digits --trials 0  | trials must be at least 1, got 0",
        "sweep vae-bernoulli-digits --time soon | --time must be a time above 0",
        "sweep vae-bernoulli-digits --spark local[2] | Spark is not on the class path. Run zoo-examples/bin/zoo",
        "sweep show missing                | 'missing' is no sweep folder"
      })
  void refuses(String line, String part) {
    var message = Cli.refuse((Object[]) line.split(" "));
    assertTrue(message.contains(part), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vae-bernoulli-digits | 0.1 | model.latnet: {integer: [1, 2]} | Did you mean 'model.latent'?",
        "vae-bernoulli-digits | 0.1 | model.latent: {integer: [9, 2]} | got [9, 2]",
        "vae-bernoulli-digits | 0   | model.latent: {integer: [1, 9]} | ranks by validation rows",
        "energy-gan-digits    | 0.1 | model.latent: {integer: [1, 9]} | has no loss to rank by"
      })
  void refusesFiles(String preset, String validation, String range, String part)
      throws IOException {
    var yaml = "preset: %s\nset: {data.validation: %s}\nspace:\n  %s\n";
    var file = sweep(yaml.formatted(preset, validation, range));
    var message = Cli.refuse("sweep", file, "--out", temp.resolve("run"));
    assertTrue(message.contains(part), message);
    assertFalse(Files.exists(temp.resolve("run")));
  }

  @Test
  void refusesTwoSweepsInOneFolder() throws IOException {
    var yaml =
        """
        preset: ppca-digits
        trials: 1
        set: {data.validation: 0.1}
        space:
          model.latent: {integer: [1, 9]}
        """;
    var folder = temp.resolve("run");
    Cli.succeed("sweep", sweep(yaml), "--out", folder);
    var again = Cli.refuse("sweep", sweep(yaml), "--out", folder);
    assertTrue(again.contains("holds a sweep already. Add --resume"), again);
    var other = Cli.refuse("sweep", sweep(yaml + "seed: 2\n"), "--out", folder, "--resume");
    assertTrue(other.contains("it has 'seed: 1' where 'seed: 2' is asked for"), other);
  }
}
