package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code zoo estimators}. */
class EstimatorsTest {
  @TempDir Path temp;

  private static double[] line(String out, String kind) {
    var cells =
        out.lines()
            .filter(l -> l.startsWith(kind + " "))
            .findFirst()
            .orElseThrow()
            .split("\\s{2,}");
    return new double[] {
      Double.parseDouble(cells[1]), Double.parseDouble(cells[3]), Double.parseDouble(cells[4])
    };
  }

  @Test
  void printsAndPlotsAllOfThem() throws IOException {
    var file = temp.resolve("estimators.png");
    var words =
        "estimators discrete-vae-digits --set model.latent=6 --set model.encoder=[8]"
            + " --set model.decoder=[8] --rows 5 --draws 400 --out "
            + file;
    var out = Cli.succeed((Object[]) words.split(" ")).out();
    assertTrue(line(out, "reinforce")[0] > 5 * line(out, "leave-one-out")[0], out);
    assertTrue(line(out, "reinforce")[0] > 5 * line(out, "disarm")[0], out);
    for (var kind : new String[] {"reinforce", "leave-one-out", "disarm"}) {
      assertTrue(line(out, kind)[1] < 2 * line(out, kind)[2], out);
    }
    var biased = line(out, "straight-through");
    assertTrue(biased[1] > 3 * biased[2], out);
    assertEquals(780, ImageIO.read(file.toFile()).getWidth());
  }

  @Test
  void refusesModelsWithoutDiscreteCodes() {
    var message = Cli.refuse("estimators", "vae-bernoulli-digits");
    assertTrue(message.contains("Choose discrete-vae-digits, say."), message);
  }

  @Test
  void refusesAnOddNumberOfEvaluations() {
    var message = Cli.refuse("estimators", "discrete-vae-digits", "--evaluations", "3");
    assertTrue(message.contains("--evaluations must be even, got 3."), message);
  }
}
