package org.latentzoo.data;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.writable.Writable;
import org.latentzoo.check.UserException;
import org.latentzoo.random.NoiseSource;

/**
 * Rows drawn from a law of two columns: "NAME:N" has N rows, "NAME" 10,000, and the run's seed
 * draws them.
 *
 * @param source the source's name
 * @param label what column 2 is called, or "" where there is none
 * @param draw one row
 */
record GeneratedRows(String source, String label, Function<RandomGenerator, List<Writable>> draw) {
  /** Of rows that nobody owns. */
  static final String LICENCE = "none needed, drawn by the zoo";

  private static final int ROWS = 10_000;

  DataParts open(String argument, long seed) {
    int rows = argument.isEmpty() ? ROWS : rows(argument);
    Supplier<RecordReader> reader =
        () -> {
          var random = new NoiseSource(seed).generator(source);
          return new CollectionRecordReader(
              Stream.generate(() -> draw.apply(random)).limit(rows).toList());
        };
    boolean labelled = !label.isEmpty();
    return new DataParts(
        reader,
        Optional.empty(),
        labelled ? OptionalInt.of(2) : OptionalInt.empty(),
        1,
        labelled ? List.of("x", "y", label) : List.of("x", "y"));
  }

  private int rows(String argument) {
    var rows = DataConfig.number(argument);
    if (rows >= 1 && rows == Math.rint(rows) && rows <= Integer.MAX_VALUE) {
      return (int) rows;
    }
    throw new UserException(
        "Data source %s: expected a count of rows, got '%s'. Write %s:10000."
            .formatted(source, argument, source));
  }
}
