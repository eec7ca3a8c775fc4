package org.latentzoo.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    var features = new Features(table.columns().features());
    var counts = new long[2];
    try (var records = table.recordsAhead()) {
      for (var record = records.next(); record != null; record = records.next()) {
        var row = table.row(counts[0] + counts[1], record);
        if (binarize != Binarize.NONE) {
          checkUnitInterval(table, row, record);
        }
        features.add(row.index(), record);
        counts[records.part()]++;
        sink.accept(row);
      }
    }
    return features.survey(counts[0], counts[1]);
  }

  /** What is gathered of the features of all rows. */
  private static final class Features {
    private static final VarHandle BITS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int[] columns;
    private final MessageDigest digest = sha256();
    private final byte[] bytes;
    private double least = Double.POSITIVE_INFINITY;
    private double largest = Double.NEGATIVE_INFINITY;
    private Gaps gaps = Gaps.NONE;

    Features(int[] columns) {
      this.columns = columns;
      bytes = new byte[Double.BYTES * columns.length];
    }

    void add(long index, double[] record) {
      double low = least;
      double high = largest;
      for (int j = 0; j < columns.length; j++) {
        double x = record[columns[j]];
        BITS.set(bytes, Double.BYTES * j, Double.doubleToLongBits(x));
        low = x < low ? x : low;
        high = x > high ? x : high;
        if (Double.isNaN(x)) {
          gaps = gaps.and(index + 1, columns[j] + 1);
        }
      }
      least = low;
      largest = high;
      digest.update(bytes);
    }

    Survey survey(long train, long test) {
      var checksum = HexFormat.of().formatHex(digest.digest());
      return new Survey(train, test, new Range(least, largest), gaps, checksum);
    }
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
