package org.latentzoo.tests.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    var quick =
        Preset.load(preset)
            .with("train.epochs", 70)
            .with("data.validation", "0.1")
            .withSet(List.of(settings));
    Experiment.of(quick).train(folder.resolve("run"), false, listener);
    return warnings;
  }

  private static void requireOne(String name, String remedy, List<String> warnings) {
    var named = warnings.stream().filter(w -> w.startsWith(name + " is ")).toList();
    assertEquals(1, named.size(), warnings::toString);
    assertTrue(named.get(0).contains(remedy), named::toString);
  }

  @Test
  void goodSettingsAreNotWarnedAbout() throws Exception {
    assertEquals(List.of(), warnings("wae-gan-digits"));
    var last = Files.readAllLines(folder.resolve("run/metrics.jsonl")).get(69);
    assertTrue(last.contains("\"critic_accuracy\":0.") && last.contains("\"latent_mmd\":"), last);
  }

  /** Its units die of such steps, and codes have nothing to follow. */
  @Test
  void criticTooFast() {
    requireOne(
        "latent_mmd",
        "model.adversary.rate",
        warnings("wae-gan-digits", "model.adversary.rate=300"));
  }

  @Test
  void lambdaTooSmall() {
    requireOne("latent_mmd", "model.lambda", warnings("wae-gan-digits", "model.lambda=0.01"));
  }

  @Test
  void lambdaTooSmallWithoutACritic() {
    requireOne("latent_mmd", "model.lambda", warnings("wae-mmd-digits", "model.lambda=0.01"));
  }
}
