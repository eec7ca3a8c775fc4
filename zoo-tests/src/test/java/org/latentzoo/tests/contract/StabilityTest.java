package org.latentzoo.tests.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;
import org.latentzoo.train.TrainingListener;
import org.latentzoo.train.TrainingState;

/**
 * No preset diverges: 2,000 steps at each of 20 seeds, at full size; a loss or parameter that is no
 * number would end the training with an error. Hours, for all presets: {@code
 * -Dzoo.presets=vae-.*digits} chooses some.
 */
@Tag("slow")
class StabilityTest {
  private static final int SEEDS = 20;
  private static final int STEPS = 2000;

  @TempDir private Path folder;

  @EveryPreset
  void isFiniteForEverySeed(String name) {
    var source = Preset.load(name).data().source();
    var files = Path.of("/usr/share/datasets/fashion-mnist");
    assumeTrue(!source.equals("fashion-mnist") || Files.isDirectory(files));
    for (long seed = 1; seed <= SEEDS; seed++) {
      var preset =
          Preset.load(name)
              .with("seed", seed)
              .with("data.validation", "0")
              .withoutIdleEarlyStopping();
      long batches = Experiment.of(preset).data().train().count() / preset.train().batch();
      var steps = new Steps();
      var epochs = preset.with("train.epochs", (int) (STEPS / Math.max(1, batches) + 1));
      Experiment.of(epochs).train(folder.resolve("seed" + seed), false, steps);
      assertTrue(steps.taken == 0 || steps.taken >= STEPS, () -> "only " + steps.taken);
    }
  }

  private static final class Steps implements TrainingListener {
    private long taken;

    @Override
    public void onStep(TrainingState state, double loss) {
      taken++;
    }

    @Override
    public boolean isInterrupted() {
      return taken >= STEPS;
    }
  }
}
