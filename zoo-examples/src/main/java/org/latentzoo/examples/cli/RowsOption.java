package org.latentzoo.examples.cli;

import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.data.Rows;
import org.latentzoo.run.TrainedModel;
import picocli.CommandLine.Option;

/** Which rows a command asks a trained model about: a part of the run's own, or all of others. */
final class RowsOption {
  @Option(
      names = "--data",
      paramLabel = "SPEC",
      description = "Other data, all rows of it: csv:FILE, idx:DIR, digits, ...")
  private @Nullable String source;

  @Option(
      names = "--split",
      paramLabel = "PART",
      description =
          "Of the run's own data: ${COMPLETION-CANDIDATES}; test where left out, or train where"
              + " there are no test rows.")
  private @Nullable Part split;

  /** Rows, and what to call them. */
  record Chosen(Rows rows, String name) {}

  Rows rows(TrainedModel model) {
    return chosen(model).rows();
  }

  Chosen chosen(TrainedModel model) {
    if (source == null) {
      var data = model.data();
      var part = split == null ? Part.reported(data) : split;
      return new Chosen(part.rows(data), part.toString());
    }
    if (split != null) {
      throw new UserException(
          "--split is of the run's own data, --data names other rows. Leave one of them out.");
    }
    return new Chosen(model.data(source).all(), source);
  }
}
