package org.latentzoo.data;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.datavec.api.records.reader.RecordReader;

/**
 * What a source offers: DataVec readers and what is known of their columns. A record is any mix of
 * one-value writables and arrays; arrays are laid out in c order, and columns count single values.
 *
 * @param train gives a fresh initialised reader of the rows, or of their training part
 * @param test the same for the test part, if the source comes with one
 * @param label the column that is the source's own label; it is never a feature
 * @param scale what the features are naturally divided by: 255 for bytes that are pixels
 * @param names the names of the columns, or an empty list
 */
public record DataParts(
    Supplier<RecordReader> train,
    Optional<Supplier<RecordReader>> test,
    OptionalInt label,
    double scale,
    List<String> names) {

  public DataParts {
    names = List.copyOf(names);
  }

  /** Parts whose columns have no names. */
  public DataParts(
      Supplier<RecordReader> train,
      Optional<Supplier<RecordReader>> test,
      OptionalInt label,
      double scale) {
    this(train, test, label, scale, List.of());
  }
}
