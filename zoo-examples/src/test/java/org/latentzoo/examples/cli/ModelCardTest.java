package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest {
  @TempDir private Path folder;

  @Test
  void aPretrainedModelHasACard() throws IOException {
    var card = folder.resolve("card.md");
    Cli.succeed("model-card", "vae-bernoulli-digits", "--pretrained", "--out", card);
    var text = Files.readString(card);
    assertTrue(text.startsWith("# vae-bernoulli-digits\n\nVAE on 8x8 handwritten digits"), text);
    assertTrue(text.contains("![What the model draws](<card-samples.png>)"));
    assertTrue(text.contains("32,084 parameters. Rows of 64 numbers."), text);
    assertTrue(text.contains("- Licence: CC BY 4.0, Alpaydin and Kaynak 1998\n"), text);
    assertTrue(text.contains("| elbo | -22.95 ± 0.31 | nats |\n"), text);
    assertTrue(text.contains("## Intended use\n"));
    assertTrue(Files.size(folder.resolve("card-samples.png")) > 0);
  }

  /** What Markdown or HTML would take for more than text. */
  @Test
  void namesAreText() throws IOException {
    var run = folder.resolve("<b>*x*|");
    Cli.succeed(
        "train", "ppca-digits", "--set", "about=<script>alert(1)</script> [a](b)", "--out", run);
    assertEquals("Wrote " + run.resolve("README.md") + "\n", Cli.succeed("model-card", run).out());
    var text = Files.readString(run.resolve("README.md"));
    assertTrue(text.startsWith("# &lt;b\\>\\*x\\*\\|\n\n&lt;script\\>alert(1)"), text);
    assertTrue(text.contains("![What the model draws](<samples.png>)"), text);
    assertFalse(text.substring(0, text.indexOf("```")).contains("<script>"));
  }

  @Test
  void weightsWithoutAFolderNeedAPlace() {
    assertEquals(
        "zoo: --pretrained has no folder to write to. Add --out FILE.md.",
        Cli.refuse("model-card", "vae-bernoulli-digits", "--pretrained"));
  }
}
