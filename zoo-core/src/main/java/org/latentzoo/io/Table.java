package org.latentzoo.io;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.latentzoo.check.UserException;

/**
 * Writes a table as CSV (RFC 4180, but lines end in a line feed). Numbers are written with the
 * digits that make them read back equal.
 */
public final class Table {
  private Table() {}

  /**
   * Writes the names of the {@code columns}, then a line a row; refuses a row of another length.
   */
  public static void write(
      Path path, List<String> columns, Iterable<? extends List<? extends Object>> rows) {
    AtomicFiles.write(
        path,
        out -> {
          var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          writeLine(writer, columns);
          for (var row : rows) {
            if (row.size() != columns.size()) {
              throw new UserException(
                  "A row of table '%s' has %d cells for %d columns. Give one cell a column."
                      .formatted(path, row.size(), columns.size()));
            }
            writeLine(writer, row);
          }
          writer.flush();
        });
  }

  private static void writeLine(Writer writer, List<? extends Object> cells) throws IOException {
    writer.write(cells.stream().map(Table::cell).collect(Collectors.joining(",", "", "\n")));
  }

  private static String cell(Object value) {
    var text = String.valueOf(value);
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
