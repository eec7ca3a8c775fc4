package org.latentzoo.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.writable.ArrayWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.datavec.api.writable.batch.NDArrayRecordBatch;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;

/** Reads the records of a source's readers, one reader after the other, some at once. */
final class RecordBlocks implements Iterator<RecordBlocks.Block>, AutoCloseable {
  /** Records read at once: native blocks of some 100 kB, which are reused, not mapped anew. */
  private static final int BLOCK = 32;

  /** Neighbouring records of one reader. */
  sealed interface Block {
    int size();

    /** The number of the reader. */
    int part();

    /** The values of record {@code i}, in {@code spare} where that is as long. */
    double[] record(int i, double[] spare);
  }

  private record Listed(double[][] records, int part) implements Block {
    @Override
    public int size() {
      return records.length;
    }

    @Override
    public double[] record(int i, double[] spare) {
      return records[i];
    }
  }

  private record Sliced(NumbersReader.Slices slices, int part) implements Block {
    @Override
    public int size() {
      return slices.size();
    }

    @Override
    public double[] record(int i, double[] spare) {
      var arrays = slices.arrays();
      int width = arrays.stream().mapToInt(array -> array.length() / size()).sum();
      var record = spare.length == width ? spare : new double[width];
      int at = 0;
      for (var array : arrays) {
        int n = array.length() / size();
        array.copy(i * n, n, record, at);
        at += n;
      }
      return record;
    }
  }

  static final Block NONE = new Listed(new double[0][], 0);

  private final String source;
  private final List<Supplier<RecordReader>> readers;
  private int opened;
  private @Nullable RecordReader reader;
  private long count;

  RecordBlocks(String source, List<Supplier<RecordReader>> readers) {
    this.source = source;
    this.readers = readers;
  }

  @Override
  public boolean hasNext() {
    return reading(this::open) != null;
  }

  @Override
  public Block next() {
    var block = reading(this::read);
    count += block.size();
    return block;
  }

  private <T extends @Nullable Object> T reading(Supplier<T> read) {
    try {
      return read.get();
    } catch (UserException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new UserException(
          "Data source '%s', after record %d: its reader failed (%s). Check the data."
              .formatted(source, count, e),
          e);
    }
  }

  /** The reader that has the next record, or null at the end. */
  private @Nullable RecordReader open() {
    while (reader == null || !reader.hasNext()) {
      close();
      if (opened == readers.size()) {
        return null;
      }
      reader = readers.get(opened++).get();
    }
    return reader;
  }

  private Block read() {
    var open = open();
    if (open == null) {
      throw new NoSuchElementException();
    }
    int part = opened - 1;
    if (open instanceof NumbersReader numbers) {
      return new Sliced(numbers.nextNumbers(BLOCK), part);
    }
    var records = open.batchesSupported() ? open.next(BLOCK) : List.of(open.next());
    if (records instanceof NDArrayRecordBatch batch) {
      var arrays = batch.getArrays().stream().map(Cells::read).toList();
      return new Sliced(new NumbersReader.Slices(batch.size(), arrays), part);
    }
    var values = new double[records.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = record(records.get(i), count + i + 1);
    }
    return new Listed(values, part);
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
      throw notANumber(source, number, column, cell.toString());
    }
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

  static UserException notANumber(String source, long number, int column, String value) {
    return new UserException(
        ("Data source '%s', record %d, column %d: expected a finite number, got '%s'. "
                + "Mend the value or remove the record.")
            .formatted(source, number, column, value));
  }
}
