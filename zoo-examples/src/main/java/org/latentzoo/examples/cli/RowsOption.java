package org.latentzoo.examples.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Rows;
import org.latentzoo.run.TrainedModel;
import picocli.CommandLine.Option;

/** Which rows a command asks a trained model about: a part of the run's own, or all of others. */
final class RowsOption {
  /** The parts of a run's own data. */
  enum Part {
    TRAIN,
    VALIDATION,
    TEST
  }

  @Option(
      names = "--data",
      paramLabel = "SPEC",
      description = "Other data, all rows of it: csv:FILE, idx:DIR, digits, ...")
  private @Nullable String data;

  @Option(
      names = "--split",
      paramLabel = "PART",
      description =
          "Of the run's own data: ${COMPLETION-CANDIDATES}. Default: test, or else train.")
  private @Nullable Part split;

  Rows rows(TrainedModel model) {
    if (data == null) {
      return own(model);
    }
    if (split != null) {
      throw new UserException("--data takes all rows, so --split cannot go with it. Drop one.");
    }
    return model.data(data).all();
  }

  private Rows own(TrainedModel model) {
    var module = model.data();
    var fallback = module.test().count() > 0 ? Part.TEST : Part.TRAIN;
    var part = split == null ? fallback : split;
    var rows =
        switch (part) {
          case TRAIN -> module.train();
          case VALIDATION -> module.validation();
          case TEST -> module.test();
        };
    if (rows.count() == 0) {
      throw new UserException(
          "--split %s has no rows in this run. Choose another part."
              .formatted(part.name().toLowerCase(Locale.ROOT)));
    }
    return rows;
  }
}
