package org.latentzoo.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.datavec.api.records.reader.RecordReader;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.nd4j.linalg.api.buffer.DataType;

/** The source's rows in source order, features x / scale; read anew by every {@link #rows}. */
record Table(
    String source,
    List<Supplier<RecordReader>> readers,
    Columns columns,
    List<String> names,
    double scale,
    DataType type,
    float[] levels,
    Missing missing) {

  /**
   * The table that {@code parts} and {@code config} describe.
   *
   * @param standardized whether the rows will be changed to other values than bits
   */
  static Table of(
      DataConfig config, DataParts parts, double scale, DataType type, boolean standardized) {
    var readers =
        parts.test().map(test -> List.of(parts.train(), test)).orElse(List.of(parts.train()));
    try (var records = Records.of(config.source(), readers, config.missing())) {
      var first = records.next();
      if (first == null) {
        throw new UserException(
            "Data source '%s': expected at least one row, got none. Check the data."
                .formatted(config.source()));
      }
      var columns = Columns.of(config, parts, first.length);
      var levels = type == DataType.FLOAT && !standardized ? Levels.of(scale) : new float[0];
      return new Table(
          config.source(), readers, columns, parts.names(), scale, type, levels, config.missing());
    }
  }

  int width() {
    return columns.features().length;
  }

  Records records() {
    return Records.of(source, readers, missing);
  }

  /** The records, read ahead in a thread of their own. */
  Records recordsAhead() {
    return Records.ahead(source, readers, missing);
  }

  /** The names of the features, or an empty list. */
  List<String> featureNames() {
    return names.isEmpty()
        ? List.of()
        : Arrays.stream(columns.features()).mapToObj(names::get).toList();
  }

  /**
   * A row.
   *
   * @param codes its features, if they are whole numbers from 0 to 255
   */
  Row row(long index, double[] record, Optional<byte[]> codes) {
    double label = columns.label() < 0 ? Double.NaN : label(index, record);
    return new Row(index, features(record, codes), label);
  }

  private Cells features(double[] record, Optional<byte[]> codes) {
    int[] sources = columns.features();
    if (levels.length > 0 && codes.isPresent()) {
      return new Levels(codes.get(), levels);
    }
    var features = Cells.of(type, sources.length);
    for (int j = 0; j < sources.length; j++) {
      features.set(j, record[sources[j]] / scale);
    }
    return features;
  }

  private double label(long index, double[] record) {
    double label = record[columns.label()];
    if (Double.isNaN(label)) {
      throw new UserException(
          "Data source '%s', record %d, column %d: the label is missing. Mend it or remove the record."
              .formatted(source, index + 1, columns.label() + 1));
    }
    return label;
  }

  /** The rows, one at a time; close the stream. */
  Stream<Row> rows() {
    var scan = new Scan(records());
    var spliterator = Spliterators.spliteratorUnknownSize(scan, Spliterator.ORDERED);
    return StreamSupport.stream(spliterator, false).onClose(scan.records::close);
  }

  private final class Scan implements Iterator<Row> {
    private final Records records;
    private double @Nullable [] ahead;
    private long index;

    Scan(Records records) {
      this.records = records;
      ahead = records.next();
    }

    @Override
    public boolean hasNext() {
      return ahead != null;
    }

    @Override
    public Row next() {
      if (ahead == null) {
        throw new NoSuchElementException();
      }
      var codes = Levels.codes(ahead, columns.features());
      var row = row(index++, ahead, codes);
      ahead = records.next();
      return row;
    }
  }
}
