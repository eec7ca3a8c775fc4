package org.latentzoo.tests.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;
import org.latentzoo.train.TrainingListener;

/** Bad settings of a game are warned about by name while it is played; good ones are not. */
class WatchTest {
  @TempDir private Path folder;

  private List<String> warnings(String preset, String... settings) {
    var warnings = new ArrayList<String>();
    var listener =
        new TrainingListener() {
          @Override
          public void onWarning(String warning) {
            warnings.add(warning);
          }
        };
    Experiment.of(Preset.load(preset).withSet(List.of(settings)))
        .train(folder.resolve("run"), false, listener);
    return warnings;
  }

  private static void requireOne(String watch, String named, String remedy, List<String> warnings) {
    assertEquals(1, warnings.size(), warnings::toString);
    var warning = warnings.get(0);
    assertTrue(warning.startsWith(watch + " is "), warning);
    assertTrue(warning.contains(". " + named + ": ") && warning.contains(remedy), warning);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void goodSettingsAreNotWarnedAbout(String lambda) throws Exception {
    assertEquals(
        List.of(), warnings("wae-gan-digits", "train.epochs=70", "model.lambda=" + lambda));
    var last = Files.readAllLines(folder.resolve("run/metrics.jsonl")).get(69);
    assertTrue(last.contains("\"critic_accuracy\":0.") && last.contains("\"latent_mmd\":"), last);
  }

  /** To their ends, at another seed than their own. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "wae-gan-digits",
        "wae-mmd-digits",
        "wae-gan-fashion-mnist",
        "wae-mmd-fashion-mnist",
        "energy-gan-digits",
        "energy-gan-eight-gaussians",
        "energy-gan-two-moons"
      })
  void presetsAreNotWarnedAbout(String preset) {
    assertEquals(List.of(), warnings(preset, "seed=2"));
  }

  /** The preset's rate is 0.5. At 300 the critic's units die, and codes have nothing to follow. */
  @ParameterizedTest
  @ValueSource(strings = {"5", "25", "300"})
  void criticTooFast(String rate) {
    requireOne(
        "critic_energy",
        "Critic too fast",
        "Lower model.adversary.rate",
        warnings("wae-gan-digits", "train.epochs=70", "model.adversary.rate=" + rate));
  }

  /** A kernel's codes are given longer, since they have no critic to be asked. */
  @ParameterizedTest
  @CsvSource({"wae-gan-digits, 70, 0.2, critic_accuracy", "wae-mmd-digits, 170, 0.01, latent_mmd"})
  void lambdaTooSmall(String preset, int epochs, double lambda, String watch) {
    requireOne(
        watch,
        "Lambda too small",
        "Raise model.lambda",
        warnings(preset, "train.epochs=" + epochs, "model.lambda=" + lambda));
  }

  @Test
  void energyTooFast() {
    requireOne(
        "energy_steepness",
        "Energy too fast",
        "Lower model.rate",
        warnings("energy-gan-digits", "train.epochs=24", "train.batch=25", "model.rate=30"));
  }
}
