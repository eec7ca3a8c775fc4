package org.latentzoo.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.writable.ArrayWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.datavec.api.writable.batch.NDArrayRecordBatch;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;

/**
 * Walks the records of a source's readers, one reader after the other, as flat finite numbers; NaN
 * where missing cells are kept.
 */
final class Records implements AutoCloseable {
  /** Records read at once: native blocks of some 100 kB, which are reused, not mapped anew. */
  private static final int BLOCK = 32;

  private final String source;
  private final List<Supplier<RecordReader>> readers;
  private final Missing missing;
  private int opened;
  private @Nullable RecordReader reader;
  private double[][] block = {};
  private int at;
  private long count;
  private int width = -1;

  Records(String source, List<Supplier<RecordReader>> readers, Missing missing) {
    this.source = source;
    this.readers = readers;
    this.missing = missing;
  }

  /** The values of the next record, all of one length, or null at the end. */
  double @Nullable [] next() {
    if (at == block.length) {
      block = nextBlock();
      at = 0;
      if (block.length == 0) {
        return null;
      }
    }
    var record = block[at++];
    count++;
    check(record);
    return record;
  }

  /** Which reader the last record came from, from 0. */
  int part() {
    return opened - 1;
  }

  private double[][] nextBlock() {
    try {
      while (reader == null || !reader.hasNext()) {
        close();
        if (opened == readers.size()) {
          return new double[0][];
        }
        reader = readers.get(opened++).get();
      }
      return values(reader.batchesSupported() ? reader.next(BLOCK) : List.of(reader.next()));
    } catch (UserException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new UserException(
          "Data source '%s', after record %d: its reader failed (%s). Check the data."
              .formatted(source, count, e),
          e);
    }
  }

  private double[][] values(List<List<Writable>> records) {
    if (records instanceof NDArrayRecordBatch batch) {
      return values(batch.size(), batch.getArrays().stream().map(Cells::read).toList());
    }
    var values = new double[records.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = record(records.get(i), count + i + 1);
    }
    return values;
  }

  /** Row i holds the i-th of {@code n} slices of every array. */
  private static double[][] values(int n, List<Cells.Array> arrays) {
    var values = new double[n][arrays.stream().mapToInt(a -> a.length() / n).sum()];
    int column = 0;
    for (var array : arrays) {
      int length = array.length() / n;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < length; j++) {
          values[i][column + j] = array.get(i * length + j);
        }
      }
      column += length;
    }
    return values;
  }

  private double[] record(List<Writable> record, long number) {
    var values = new double[record.size()];
    int n = 0;
    for (var cell : record) {
      var part = values(cell, number, n + 1);
      if (n + part.length > values.length) {
        values = Arrays.copyOf(values, n + part.length + record.size());
      }
      System.arraycopy(part, 0, values, n, part.length);
      n += part.length;
    }
    return Arrays.copyOf(values, n);
  }

  private double[] values(Writable cell, long number, int column) {
    if (cell instanceof NDArrayWritable array) {
      var cells = Cells.read(array.get());
      return IntStream.range(0, cells.length()).mapToDouble(cells::get).toArray();
    }
    if (cell instanceof ArrayWritable array) {
      var values = new double[Math.toIntExact(array.length())];
      Arrays.setAll(values, array::getDouble);
      return values;
    }
    try {
      return new double[] {cell.toDouble()};
    } catch (NumberFormatException | UnsupportedOperationException e) {
      throw notANumber(number, column, cell.toString());
    }
  }

  private void check(double[] record) {
    if (width < 0) {
      width = record.length;
    }
    if (record.length != width) {
      throw new UserException(
          "Data source '%s', record %d: expected %d values as in record 1, got %d. Mend the record."
              .formatted(source, count, width, record.length));
    }
    for (int c = 0; c < width; c++) {
      boolean kept = missing == Missing.KEEP && Double.isNaN(record[c]);
      if (!Double.isFinite(record[c]) && !kept) {
        throw notANumber(count, c + 1, Double.toString(record[c]));
      }
    }
  }

  private UserException notANumber(long number, int column, String value) {
    return new UserException(
        ("Data source '%s', record %d, column %d: expected a finite number, got '%s'. "
                + "Mend the value or remove the record.")
            .formatted(source, number, column, value));
  }

  @Override
  public void close() {
    if (reader != null) {
      try {
        reader.close();
      } catch (IOException e) {
        throw new UserException(
            "Data source '%s': closing its reader failed (%s).".formatted(source, e), e);
      }
      reader = null;
    }
  }
}
