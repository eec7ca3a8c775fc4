package org.latentzoo.tests.theorem;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.model.Head;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;

/** The entropy keeps a generator from leaving modes out: ten seeds, minutes. */
@Tag("slow")
class EightModesTest {
  private static final int SEEDS = 10;
  private static final int SAMPLES = 8000;
  private static final int MODES = 8;

  @TempDir private Path folder;

  @Test
  void everyModeGetsItsShareInNineOfTenSeeds() {
    var shares = IntStream.rangeClosed(1, SEEDS).mapToObj(this::shares).toList();
    long good =
        shares.stream()
            .filter(s -> Arrays.stream(s).allMatch(share -> share >= 0.05 && share <= 0.2))
            .count();
    assertTrue(good >= 9, () -> shares.stream().map(Arrays::toString).toList().toString());
  }

  /** Of samples, by the mode that is nearest in angle. */
  private double[] shares(int seed) {
    var preset = Preset.load("energy-gan-eight-gaussians").with("seed", seed);
    var model = Experiment.of(preset).train(folder.resolve("seed" + seed));
    var shares = new double[MODES];
    for (var x : model.sample(SAMPLES, 1, Head.DECODED_SAMPLE).toDoubleMatrix()) {
      long mode = Math.round(Math.atan2(x[1], x[0]) / (2 * Math.PI) * MODES);
      shares[Math.floorMod((int) mode, MODES)] += 1.0 / SAMPLES;
    }
    return shares;
  }
}
