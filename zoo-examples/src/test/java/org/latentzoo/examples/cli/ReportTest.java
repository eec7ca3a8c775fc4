package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir private Path folder;

  /** What each kind of model has to show is there. */
  @Test
  void pretrainedModelsShowThemselves() throws IOException {
    var file = folder.resolve("page.html");
    Cli.succeed(
        "report",
        "ppca-digits",
        "discrete-vae-categorical-digits",
        "vae-conditional-digits",
        "--pretrained",
        "--out",
        file);
    var html = Files.readString(file);
    for (var title :
        new String[] {
          "Samples",
          "Reconstructions",
          "Interpolations",
          "Latent traversals",
          "Latent map",
          "KL of each unit",
          "Components",
          "Spectrum",
          "Code histogram",
          "Gradient variances"
        }) {
      assertTrue(html.contains("<h3>" + title + "</h3>"), title);
    }
    assertFalse(html.contains("No pictures"), "all have their data");
  }

  @Test
  void aRunWithoutWeightsShowsItsCurves() throws IOException {
    var run = folder.resolve("run");
    Cli.succeed("train", "vae-bernoulli-digits", "--set", "train.epochs=2", "--out", run);
    Files.delete(run.resolve("weights.safetensors"));
    assertEquals("Wrote " + run.resolve("report.html") + "\n", Cli.succeed("report", run).out());
    var html = Files.readString(run.resolve("report.html"));
    assertTrue(html.contains("in training, 2 epochs so far"));
    assertTrue(html.contains("\"kl\":[") && html.contains("\"validation_kl\":["));
  }

  @Test
  void whatIsNoRunIsRefused() {
    assertTrue(Cli.refuse("report", folder.resolve("none")).contains("is no run folder"));
    assertTrue(
        Cli.refuse("report", "vae-bernoulli-digits").contains("Add --pretrained"),
        "as other commands say it");
    assertEquals(
        "zoo: Missing required parameter: 'RUN'. See zoo report --help.", Cli.refuse("report"));
  }
}
