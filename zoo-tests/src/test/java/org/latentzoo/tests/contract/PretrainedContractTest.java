package org.latentzoo.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.examples.cli.Zoo;
import org.latentzoo.model.Head;
import org.latentzoo.preset.Preset;
import org.latentzoo.preset.Registry;
import org.latentzoo.run.Pretrained;
import org.latentzoo.run.TrainedModel;

/** Weights that come with a preset answer every command, and as well as their card says. */
class PretrainedContractTest {
  /** Other processors round otherwise. */
  private static final double TOLERANCE = 1e-4;

  @TempDir Path folder;

  @Test
  void comeWithEveryPresetOnTheEmbeddedDigits() {
    var digits =
        Registry.presets().keySet().stream()
            .filter(name -> Preset.load(name).data().source().equals("digits"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(!digits.isEmpty());
    var without = new TreeSet<>(digits);
    without.removeAll(Pretrained.names());
    assertEquals(Set.of(), without, "run zoo reproduce --update-pretrained");
  }

  @EveryPretrained
  void reachTheFiguresOfTheirCard(String name) throws IOException {
    var card = Pretrained.load(name).evaluation();
    var json = new ObjectMapper().readTree(zoo("evaluate", name, "--pretrained", "--json"));
    for (var key : new String[] {"of", "rows", "samples"}) {
      assertEquals(card.path(key), json.path(key), key);
    }
    var figures = card.path("metrics").properties();
    assertTrue(!figures.isEmpty());
    for (var figure : figures) {
      for (var part : new String[] {"mean", "standard_error"}) {
        double expected = figure.getValue().path(part).asDouble(Double.NaN);
        double actual = number(json.path("metrics"), figure.getKey(), part);
        double delta = Double.isNaN(expected) ? TOLERANCE : TOLERANCE * Math.abs(expected);
        assertEquals(expected, actual, delta, figure.getKey());
      }
    }
  }

  /** The card's figure is the one that the preset promises. */
  @EveryPretrained
  void reachTheExpectedFigure(String name) {
    var expected = Preset.load(name).expected();
    if (expected != null && expected.tolerance() != null) {
      var card = Pretrained.load(name).evaluation().path("metrics");
      double reached = number(card, expected.metric(), "mean");
      assertEquals(expected.value(), reached, expected.tolerance());
    }
  }

  @EveryPretrained
  void answerEveryCommand(String name) throws IOException {
    var model = TrainedModel.pretrained(name).instance().model();
    for (var command :
        Stream.of(
                model.has(Head.PRIOR_SAMPLE) ? "sample %s --pretrained -n 3 --out %s" : "",
                "reconstruct %s --pretrained -n 3 --out %s",
                "encode %s --pretrained --out %s",
                "interpolate %s --pretrained --from 0 --to 1 --steps 3 --out %s",
                "score %s --pretrained --data digits --samples 2 --out %s")
            .filter(command -> !command.isEmpty())
            .toList()) {
      var file = folder.resolve(command.replaceFirst(" .*", ".csv"));
      zoo(command.formatted(name, file).split(" "));
      assertTrue(Files.readAllLines(file).size() > 3, command);
    }
  }

  private static double number(JsonNode metrics, String metric, String part) {
    return metrics.path(metric).path(part).asDouble(Double.NaN);
  }

  private static String zoo(String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status = Zoo.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    assertEquals(0, status, err::toString);
    return out.toString();
  }
}
