package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

/** Rows with missing cells on the command line. */
class ImputeTest {
  private static final String ROWS =
      "a,b,c,kind\n1,2.1,3,0\n2,,6.2,1\n3,6.1,,0\n,8.3,12,1\n5,9.8,15.1,0\n0.1,0.7,1,0\n";

  @TempDir private Path temp;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(temp.resolve(name), text);
  }

  private Object[] training(Path file, Path run, int window) {
    return new Object[] {
      "train",
      "ppca-digits",
      "--data=csv:" + file,
      "--set=data.label=kind",
      "--set=data.window=" + window,
      "--set=data.missing=keep",
      "--set=model.fit=em",
      "--set=model.latent=1",
      "--out=" + run
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void fillsGapsAndLeavesTheRest(int window) throws IOException {
    var file = write("rows.csv", ROWS);
    var run = temp.resolve("run");
    var trained = Cli.succeed(training(file, run, window)).out();
    assertTrue(trained.contains("log_likelihood"), trained);
    var out = temp.resolve("full.csv");
    Cli.succeed("impute", run, "--data", "csv:" + file, "--out", out);
    var lines = Files.readAllLines(out);
    assertEquals("a,b,c", lines.get(0));
    assertEquals("1.0,2.1,3.0", lines.get(1));
    var second = lines.get(2).split(",");
    assertEquals(List.of("2.0", "6.2"), List.of(second[0], second[2]));
    assertEquals(4, Double.parseDouble(second[1]), 0.5);
    assertEquals(4, Double.parseDouble(lines.get(4).split(",")[0]), 0.5);
    assertFalse(Files.readString(out).contains("NaN"));
    var npy = temp.resolve("full.npy");
    Cli.succeed("impute", run, "--data", "csv:" + file, "--out", npy);
    assertEquals(4, Nd4j.createFromNpyFile(npy.toFile()).getDouble(1, 1), 0.5);
  }

  /** The likelihood of the observed cells: scores average to what evaluate says. */
  @Test
  void scoresAreThoseOfTheObservedCells() throws IOException {
    var file = write("rows.csv", ROWS);
    var run = temp.resolve("run");
    Cli.succeed(training(file, run, 0));
    var scores = temp.resolve("scores.csv");
    Cli.succeed("score", run, "--data", "csv:" + file, "--out", scores);
    double mean =
        Files.readAllLines(scores).stream()
            .skip(1)
            .mapToDouble(Double::parseDouble)
            .average()
            .orElseThrow();
    var json = new ObjectMapper().readTree(Cli.succeed("evaluate", run, "--json").out());
    assertEquals(mean, json.at("/metrics/log_likelihood/mean").asDouble(), 1e-12);
    var line = Cli.refuse("encode", run, "--out", temp.resolve("codes.csv"));
    assertTrue(line.contains("posterior_mean is asked of whole rows"), line);
  }

  @Test
  void modelsThatTakeNoGapsSaySo() throws IOException {
    var file = write("rows.csv", ROWS);
    var words = training(file, temp.resolve("no"), 0);
    words[6] = "--set=model.fit=closed-form";
    var line = Cli.refuse(words);
    assertTrue(line.contains("takes no missing cells, and the data have 3"), line);
    assertTrue(line.contains("record 2, column 2"), line);
    words[5] = "--set=data.missing=refuse";
    assertTrue(Cli.refuse(words).contains("set data.missing=keep"));
    assertFalse(Files.exists(temp.resolve("no")));

    var run = temp.resolve("pca");
    Cli.succeed("train", "pca-digits", "--out", run);
    var out = temp.resolve("out.csv");
    line = Cli.refuse("impute", run, "--data", "csv:" + file, "--out", out);
    assertEquals("zoo: Model 'pca' has no imputed.", line);
  }
}
