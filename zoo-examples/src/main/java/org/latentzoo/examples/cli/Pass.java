package org.latentzoo.examples.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import org.latentzoo.check.UserException;
import org.latentzoo.data.DataModule;
import org.latentzoo.preset.Preset;
import org.latentzoo.run.Experiment;
import org.latentzoo.train.TrainingListener;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Something done to many rows at once, to be timed.
 *
 * @param rows how many
 * @param run does it and tells what came out
 */
record Pass(long rows, Supplier<String> run) {
  private static final TrainingListener NOBODY = new TrainingListener() {};

  /** Fits a model that needs no gradient steps to its training rows, which are in memory. */
  static Pass fit(Preset preset) {
    var experiment = Experiment.of(preset);
    return new Pass(
        experiment.data().train().count(),
        () -> {
          if (!experiment.fit(NOBODY)) {
            throw new UserException(
                "Preset '%s' is trained step by step. Time its steps: leave --what out."
                    .formatted(preset.name()));
          }
          return "fitted";
        });
  }

  /**
   * Scores the first {@code most} training rows, which are in memory, under the model as it is
   * fitted, or as it starts.
   */
  static Pass score(Preset preset, long most, int samples) {
    var experiment = Experiment.of(preset);
    experiment.fit(NOBODY);
    var rows = experiment.data().train().first(most);
    var evaluator = experiment.evaluator();
    return new Pass(
        rows.count(),
        () -> {
          var scores = evaluator.score(rows, samples);
          double mean = Arrays.stream(scores.values()).average().orElseThrow();
          return String.format(Locale.ROOT, "%s %.6f", scores.measure(), mean);
        });
  }

  /** Opens the data and hands out the training rows once, shuffled, in batches. */
  static Pass read(Preset preset) {
    int batch = preset.train().batch();
    Supplier<Long> read =
        () -> {
          var rows = DataModule.open(preset.data(), preset.precision(), preset.seed()).train();
          try (var epoch = rows.epoch(0, true, batch, 0)) {
            for (int n = epoch.nextSize(); n > 0; n = epoch.nextSize()) {
              epoch.fill(Nd4j.createUninitialized(preset.precision(), n, rows.columns()));
            }
          }
          return rows.count();
        };
    return new Pass(read.get(), () -> "%d rows".formatted(read.get()));
  }
}
