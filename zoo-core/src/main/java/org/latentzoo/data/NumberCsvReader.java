package org.latentzoo.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.StreamInputSplit;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.io.AtomicFiles;

/**
 * DataVec's CSV reader, strict: every cell is a finite number, or empty or NaN where missing cells
 * are kept, and every row has as many as the first. Blank lines are skipped, a name ending in .gz
 * is unzipped, and errors name row and column as they are in the file.
 */
final class NumberCsvReader extends CSVRecordReader {
  private final Path file;
  private final boolean header;
  private final Missing missing;
  private transient @Nullable List<Writable> ahead;
  private int width = -1;

  NumberCsvReader(Path file, boolean header, Missing missing) {
    this.file = file;
    this.header = header;
    this.missing = missing;
    try {
      initialize(new StreamInputSplit(List.of(file.toUri()), NumberCsvReader::stream));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while opening " + file + ".", e);
    }
  }

  private static InputStream stream(URI uri) {
    var path = Path.of(uri);
    try {
      var in = new BufferedInputStream(Files.newInputStream(path));
      return path.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    } catch (NoSuchFileException e) {
      throw new UserException(
          "CSV file %s: no such file. Check the path in data.source.".formatted(path), e);
    } catch (IOException e) {
      throw new UserException(
          "CSV file %s: cannot be read (%s). Replace the file."
              .formatted(path, AtomicFiles.reason(e)),
          e);
    }
  }

  /** The cells of the next row that is not blank, as text. */
  private @Nullable List<Writable> text() {
    try {
      while (super.hasNext()) {
        var cells = new ArrayList<>(super.next());
        if (lineIndex == 1) {
          cells.set(0, new Text(cells.get(0).toString().replace("\uFEFF", "")));
        }
        if (cells.size() > 1 || !cells.get(0).toString().isBlank()) {
          return cells;
        }
      }
      return null;
    } catch (IllegalStateException e) {
      var reason = e.getCause() instanceof IOException io ? AtomicFiles.reason(io) : e.getMessage();
      throw new UserException(
          "CSV file %s, after row %d: cannot be read (%s). Replace the file."
              .formatted(file, lineIndex, reason),
          e);
    } catch (RuntimeException e) {
      throw new UserException(
          "CSV file %s, row %d: expected cells between commas, got %s. Mend the row."
              .formatted(file, lineIndex, e.getMessage()),
          e);
    }
  }

  /** The trimmed cells of the first row. */
  List<String> firstRow() {
    var row = text();
    if (row == null) {
      throw new UserException(
          "CSV file %s: expected rows of numbers, got an empty file. Check the path in data.source."
              .formatted(file));
    }
    return row.stream().map(cell -> cell.toString().strip()).toList();
  }

  @Override
  public boolean hasNext() {
    if (header && width < 0) {
      width = firstRow().size();
    }
    if (ahead == null) {
      ahead = text();
    }
    return ahead != null;
  }

  @Override
  public List<Writable> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    var cells = ahead;
    ahead = null;
    return numbers(cells);
  }

  private List<Writable> numbers(List<Writable> cells) {
    boolean first = width < 0;
    if (first) {
      width = cells.size();
    }
    if (cells.size() != width) {
      throw new UserException(
          "CSV file %s, row %d: expected %d cells as in the first row, got %d. Mend the row."
              .formatted(file, lineIndex, width, cells.size()));
    }
    var numbers = new ArrayList<Writable>(width);
    for (var cell : cells) {
      var text = cell.toString().strip();
      double value = isNumber(text) ? Double.parseDouble(text) : Double.NaN;
      boolean absent = text.isEmpty() || text.equals("NaN");
      if (!Double.isFinite(value) && !(absent && missing == Missing.KEEP)) {
        throw notANumber(numbers.size() + 1, text, first, absent);
      }
      numbers.add(new DoubleWritable(value));
    }
    return numbers;
  }

  private UserException notANumber(int column, String text, boolean first, boolean absent) {
    boolean number = isNumber(text);
    return new UserException(
        "CSV file %s, row %d, column %d: expected a %snumber, got '%s'. Mend the cell or %s%s."
            .formatted(
                file,
                lineIndex,
                column,
                number ? "finite " : "",
                text,
                first && !number ? "write a header of names only" : "remove the row",
                absent ? ", or set data.missing=keep for a model that takes gaps" : ""));
  }

  /** Whether {@code text} spells a number, NaN and Infinity among them; Java's "1d" is none. */
  static boolean isNumber(String text) {
    boolean suffixed = !text.isEmpty() && "dDfF".indexOf(text.charAt(text.length() - 1)) >= 0;
    return !suffixed && (text.equals("NaN") || !Double.isNaN(DataConfig.number(text)));
  }

  @Override
  public void reset() {
    super.reset();
    ahead = null;
    width = -1;
  }
}
