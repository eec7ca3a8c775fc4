package org.latentzoo.data;

import java.util.function.Consumer;
import org.latentzoo.check.UserException;

/**
 * What the first pass over a table finds.
 *
 * @param train rows of the source's first part
 * @param test rows of its own test part
 * @param range of the features as they are in the source
 * @param gaps the features that are missing
 * @param checksum SHA-256 of the features as they are in the source ({@link BackgroundDigest})
 */
record Survey(long train, long test, Range range, Gaps gaps, String checksum) {
  /** Reads {@code table} once and hands every row to {@code sink}. */
  static Survey of(Table table, Binarize binarize, Consumer<Row> sink) {
    var counts = new long[2];
    try (var records = table.recordsAhead();
        var digest = new BackgroundDigest()) {
      var features = new Features(table.columns().features(), digest);
      for (var record = records.next(); record != null; record = records.next()) {
        var codes = Levels.codes(record, table.columns().features());
        var row = table.row(counts[0] + counts[1], record, codes);
        boolean between =
            codes.isPresent()
                ? features.add(codes.get(), table.scale())
                : features.add(row.index(), record, table.scale());
        if (binarize != Binarize.NONE && !between) {
          checkUnitInterval(table, row, record);
        }
        counts[records.part()]++;
        sink.accept(row);
      }
      return features.survey(counts[0], counts[1]);
    }
  }

  /** What is gathered of the features of all rows. */
  private static final class Features {
    private final int[] columns;
    private final BackgroundDigest digest;
    private double least = Double.POSITIVE_INFINITY;
    private double largest = Double.NEGATIVE_INFINITY;
    private Gaps gaps = Gaps.NONE;

    Features(int[] columns, BackgroundDigest digest) {
      this.columns = columns;
      this.digest = digest;
    }

    /** Whether the features, bytes, are all at most {@code most}. */
    boolean add(byte[] codes, double most) {
      digest.add(codes);
      int low = 255;
      int high = 0;
      for (byte code : codes) {
        int k = code & 0xFF;
        low = Math.min(low, k);
        high = Math.max(high, k);
      }
      least = Math.min(least, low);
      largest = Math.max(largest, high);
      return high <= most;
    }

    /** Whether the record's features all lie between 0 and {@code most}. */
    boolean add(long index, double[] record, double most) {
      digest.add(record, columns);
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      boolean complete = true;
      for (int column : columns) {
        double x = record[column];
        low = x < low ? x : low;
        high = x > high ? x : high;
        if (Double.isNaN(x)) {
          gaps = gaps.and(index + 1, column + 1);
          complete = false;
        }
      }
      least = Math.min(least, low);
      largest = Math.max(largest, high);
      return complete && low >= 0 && high <= most;
    }

    Survey survey(long train, long test) {
      return new Survey(train, test, new Range(least, largest), gaps, digest.hex());
    }
  }

  private static void checkUnitInterval(Table table, Row row, double[] record) {
    for (int j = 0; j < table.width(); j++) {
      var value = row.features().get(j);
      if (!(value >= 0 && value <= 1)) {
        int column = table.columns().features()[j];
        throw new UserException(
            ("Data source '%s', record %d, column %d: binarised values must lie in [0, "
                    + "1], got %s / %s = %s. Set data.scale to the largest value, or data.binarize "
                    + "to none and a Gaussian likelihood.")
                .formatted(
                    table.source(),
                    row.index() + 1,
                    column + 1,
                    record[column],
                    table.scale(),
                    value));
      }
    }
  }
}
