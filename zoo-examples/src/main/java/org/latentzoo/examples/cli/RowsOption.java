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
      names = "--label-column",
      paramLabel = "COLUMN",
      description = "The label of --data: last, a column from 0, or its name in a CSV header.")
  private @Nullable String label;

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
    check();
    var data = label == null ? model.data(source) : model.data(source, label);
    return new Chosen(data.all(), source);
  }

  /** Refuses options that exclude each other. */
  void check() {
    if (source == null && label != null) {
      throw new UserException(
          "--label-column is of the rows that --data names. Name them, or leave it out.");
    }
    if (source != null && split != null) {
      throw new UserException(
          "--split is of the run's own data, --data names other rows. Leave one of them out.");
    }
  }
}
