package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;

/** What the commands around a trained model print and write. */
class EvaluateTest {
  private static final double PPCA = -159.993731;

  @TempDir private static Path temp;

  @BeforeAll
  static void train() {
    Cli.succeed("train", "vae-bernoulli-digits", "--set", "train.epochs=2", "--out", run("vae"));
  }

  @Test
  void listAndShowNameWhatIsThere() {
    assertTrue(Cli.succeed("list").out().contains("log_likelihood -159.993731"));
    assertTrue(Cli.succeed("show", "ppca-digits").out().contains("latent: 10"));
  }

  @Test
  void ppcaReachesItsFigureAndDraws() throws IOException {
    var out = Cli.succeed("train", "ppca-digits", "--out", run("ppca")).out();
    assertTrue(out.contains("1,797 rows: train"), out);
    assertTrue(out.matches("(?s).*Expected log_likelihood -159.993731 .*0000, within .*"), out);
    for (var picture : new String[] {"samples.png", "reconstructions.png"}) {
      assertEquals(662, ImageIO.read(run("ppca").resolve(picture).toFile()).getWidth());
    }
    var json = json("evaluate", run("ppca"), "--data", "digits", "--samples", "0", "--json");
    assertEquals(PPCA, json.at("/metrics/log_likelihood/mean").asDouble(), 1e-6);
    assertTrue(json.at("/metrics/iwae_bound").isMissingNode());
  }

  @Test
  void trainWritesWhatEvaluateSays() throws IOException {
    var written = Files.readString(run("vae").resolve("evaluation.json"));
    assertEquals(written, Cli.succeed("evaluate", run("vae"), "--json").out());
    var json = new ObjectMapper().readTree(written);
    assertEquals("test", json.path("of").asText());
    assertEquals(180, json.path("rows").asInt());
    double gap =
        json.at("/metrics/elbo/mean").asDouble()
            - json.at("/metrics/reconstruction/mean").asDouble()
            + json.at("/metrics/kl/mean").asDouble();
    assertEquals(0, gap, 1e-4);
  }

  /** Equation 20. */
  @Test
  void theMeanKlIsTakenApart() throws IOException {
    var json = json("evaluate", run("vae"), "--samples", "0", "--json").path("metrics");
    double information = json.at("/mutual_information/mean").asDouble();
    double aggregate = json.at("/aggregate_kl/mean").asDouble();
    assertEquals(json.at("/kl/mean").asDouble(), information + aggregate, 1e-5);
    assertTrue(json.at("/mutual_information/standard_error").asDouble() < 0.01);
    assertEquals(Math.log(180), json.at("/log_n/mean").asDouble(), 1e-12);
    assertTrue(information > 0 && information < Math.log(180));
    assertTrue(json.at("/active_units/standard_error").isNull());
    assertEquals("units", json.at("/active_units/unit").asText());
    var text = Cli.succeed("evaluate", run("vae"), "--samples", "0").out();
    assertTrue(text.matches("(?s).*\nlog_n +5\\.192957 +- +nats\n.*"), text);
  }

  @Test
  void codesAreDrawn() throws IOException {
    var file = temp.resolve("codes.png");
    Cli.succeed("encode", run("vae"), "--out", file);
    for (var picture : new Path[] {file, run("vae").resolve("codes.png")}) {
      assertEquals(780, ImageIO.read(picture.toFile()).getWidth());
    }
    Files.delete(file);
    var refusal = Cli.refuse("encode", run("vae"), "--what", "variance", "--out", file);
    assertTrue(refusal.contains("variances are none"), refusal);
    assertFalse(Files.exists(file));
  }

  @Test
  void splitsAndOtherDataAreMeasured() throws IOException {
    assertEquals(1437, rows("evaluate", run("vae"), "--split", "train", "--samples", "1"));
    assertEquals(180, rows("evaluate", run("vae"), "--split", "validation", "--samples", "1"));
    assertEquals(1797, rows("evaluate", run("vae"), "--data", "digits", "--samples", "1"));
  }

  @Test
  void scoresAverageToTheBound() throws IOException {
    var csv = temp.resolve("scores.csv");
    var npy = temp.resolve("scores.npy");
    for (var file : new Path[] {csv, npy}) {
      Cli.succeed("score", run("vae"), "--data", "digits", "--out", file, "--samples", "5");
    }
    var lines = Files.readAllLines(csv);
    assertEquals("iwae_bound", lines.get(0));
    double mean = lines.stream().skip(1).mapToDouble(Double::parseDouble).average().orElseThrow();
    var json = json("evaluate", run("vae"), "--data", "digits", "--samples", "5", "--json");
    assertEquals(json.at("/metrics/iwae_bound/mean").asDouble(), mean, 1e-9);
    var array = Nd4j.createFromNpyFile(npy.toFile());
    assertEquals(1797, array.length());
    assertEquals(mean, array.meanNumber().doubleValue(), 1e-9);
  }

  @Test
  void scoresOfAModelWithoutADensityAreItsErrors() throws IOException {
    var csv = temp.resolve("errors.csv");
    Cli.succeed("score", "pca-digits", "--pretrained", "--data", "digits", "--out", csv);
    var lines = Files.readAllLines(csv);
    assertEquals("squared_error", lines.get(0));
    double mean = lines.stream().skip(1).mapToDouble(Double::parseDouble).average().orElseThrow();
    assertEquals(314.514971, mean, 1e-6);
  }

  @Test
  void otherDataSwitchesEarlyStoppingOff() throws IOException {
    var preset = temp.resolve("mine.yaml");
    Files.writeString(
        preset,
        """
        model: {type: vae}
        train: {epochs: 1, early-stopping: {patience: 2}}
        data: {binarize: threshold}
        """);
    var out = Cli.succeed("train", preset, "--data", "digits", "--out", run("mine")).out();
    assertTrue(out.contains("Early stopping is off: it needs validation rows."), out);
    assertTrue(out.contains("Rows: 1,797 training, 0 validation, 0 test"), out);
  }

  /** The label stays where it was, in memory and streamed. */
  @ParameterizedTest
  @CsvSource({"last, 0", "kind, 0", "2, 0", "kind, 2"})
  void otherDataHaveTheLabelOfTheRun(String label, int window) throws IOException {
    var run = run("labelled-%s-%d".formatted(label, window));
    var file = temp.resolve("labelled.csv");
    var text = "a,b,kind\n1,2,0\n3,5,1\n2,7,0\n4,4,1\n";
    Files.writeString(file, text);
    Cli.succeed(
        "train",
        "ppca-digits",
        "--data=csv:" + file,
        "--set=data.label=" + label,
        "--set=data.window=" + window,
        "--set=model.latent=1",
        "--out=" + run);
    assertEquals(4, rows("evaluate", run));
    assertEquals(4, rows("evaluate", run, "--data", "csv:" + file));
    var scores = temp.resolve("labelled-scores.csv");
    Cli.succeed("score", run, "--data", "csv:" + file, "--out", scores);
    assertEquals(5, Files.readAllLines(scores).size());
    Cli.succeed("encode", run, "--data", "csv:" + file, "--out", scores);
    var picture = temp.resolve("one-unit.png");
    var refusal = Cli.refuse("encode", run, "--data", "csv:" + file, "--out", picture);
    assertTrue(refusal.contains("codes have one"), refusal);
    assertFalse(Files.exists(run.resolve("codes.png")));

    var bare = Files.writeString(temp.resolve("bare.csv"), "a,b\n1,2\n3,5\n");
    Cli.refuse("evaluate", run, "--data", "csv:" + bare);
  }

  @Test
  void aRunNamesItsDataByTheirWholePath() throws IOException {
    var file = Files.writeString(temp.resolve("near.csv"), "1,2\n3,5\n2,7\n4,4\n");
    var near = Path.of("").toAbsolutePath().relativize(file.toAbsolutePath());
    var run = run("near");
    var words =
        new Object[] {
          "train",
          "ppca-digits",
          "--data=csv:" + near,
          "--set=model.latent=1",
          "--out=" + run,
          "--seed=1"
        };
    Cli.succeed(words);
    var config = Files.readString(run.resolve("config.yaml"));
    assertTrue(config.contains("csv:/"), config);
    words[5] = "--resume";
    Cli.succeed(words);
  }

  @Test
  void earlyStoppingStaysWhereRowsAreHeldOut() {
    var out =
        Cli.succeed(
                "train",
                "vae-bernoulli-digits",
                "--data=digits",
                "--set=train.early-stopping.patience=2",
                "--set=data.validation=0.1",
                "--set=train.epochs=1",
                "--out=" + run("held"))
            .out();
    assertFalse(out.contains("Early stopping is off"), out);
  }

  private static int rows(Object... words) throws IOException {
    var withJson = Arrays.copyOf(words, words.length + 1);
    withJson[words.length] = "--json";
    return json(withJson).path("rows").asInt();
  }

  private static JsonNode json(Object... words) throws IOException {
    return new ObjectMapper().readTree(Cli.succeed(words).out());
  }

  private static Path run(String name) {
    return temp.resolve(name);
  }
}
