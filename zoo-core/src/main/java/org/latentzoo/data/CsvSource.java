package org.latentzoo.data;

import com.google.auto.service.AutoService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * "csv:FILE", comma-separated numbers, gzipped if the name ends in .gz. The first row is a header
 * if it holds names only: no cell is a number, and not all of them are empty.
 */
@AutoService(DataSource.class)
public final class CsvSource implements DataSource {
  @Override
  public String name() {
    return "csv";
  }

  @Override
  public DataParts open(String argument, long seed) {
    return open(argument, seed, Missing.REFUSE);
  }

  @Override
  public DataParts open(String argument, long seed, Missing missing) {
    var file = DataSources.file(name(), argument);
    var first = firstRow(file);
    boolean header =
        first.stream().noneMatch(NumberCsvReader::isNumber)
            && !first.stream().allMatch(String::isEmpty);
    return new DataParts(
        () -> new NumberCsvReader(file, header, missing),
        Optional.empty(),
        OptionalInt.empty(),
        1,
        header ? first : List.of());
  }

  @Override
  public String located(String argument) {
    return DataSources.file(name(), argument).toAbsolutePath().toString();
  }

  private static List<String> firstRow(Path file) {
    try (var reader = new NumberCsvReader(file, false, Missing.REFUSE)) {
      return reader.firstRow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
