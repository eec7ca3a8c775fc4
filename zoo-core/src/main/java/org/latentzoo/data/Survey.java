package org.latentzoo.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.DoubleSummaryStatistics;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.latentzoo.check.UserException;

/**
 * What the first pass over a table finds.
 *
 * @param train rows of the source's first part
 * @param test rows of its own test part
 * @param range of the features as they are in the source
 * @param gaps the features that are missing
 * @param checksum SHA-256 of the features as they are in the source, big-endian doubles; all NaN
 *     count as the same
 */
record Survey(long train, long test, Range range, Gaps gaps, String checksum) {
  /** Reads {@code table} once and hands every row to {@code sink}. */
  static Survey of(Table table, Binarize binarize, Consumer<Row> sink) {
    var digest = sha256();
    var bytes = ByteBuffer.allocate(Double.BYTES * table.width());
    var counts = new long[2];
    var features = new DoubleSummaryStatistics();
    var gaps = Gaps.NONE;
    try (var records = table.records()) {
      for (var record = records.next(); record != null; record = records.next()) {
        var row = table.row(counts[0] + counts[1], record);
        if (binarize != Binarize.NONE) {
          checkUnitInterval(table, row, record);
        }
        for (int column : table.columns().features()) {
          bytes.putLong(Double.doubleToLongBits(record[column]));
          if (Double.isNaN(record[column])) {
            gaps = gaps.and(row.index() + 1, column + 1);
          } else {
            features.accept(record[column]);
          }
        }
        digest.update(bytes.array());
        bytes.clear();
        counts[records.part()]++;
        sink.accept(row);
      }
    }
    var range = new Range(features.getMin(), features.getMax());
    var checksum = HexFormat.of().formatHex(digest.digest());
    return new Survey(counts[0], counts[1], range, gaps, checksum);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256.", e);
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
