package org.latentzoo.examples.cli;

import java.util.Locale;
import org.latentzoo.check.UserException;
import org.latentzoo.data.DataModule;
import org.latentzoo.data.Rows;

/** A part of a run's data. */
enum Part {
  TRAIN,
  VALIDATION,
  TEST;

  /** What figures are reported on: the test rows, or without any the training rows. */
  static Part reported(DataModule data) {
    return data.test().count() > 0 ? TEST : TRAIN;
  }

  /** The rows of this part; an empty one is refused. */
  Rows rows(DataModule data) {
    var rows =
        switch (this) {
          case TRAIN -> data.train();
          case VALIDATION -> data.validation();
          case TEST -> data.test();
        };
    if (rows.count() == 0) {
      throw new UserException(
          "The run's data have no %s rows. Choose another --split, or name rows with --data."
              .formatted(this));
    }
    return rows;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
