package org.latentzoo.examples.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table for people: columns as wide as their widest cell, two blanks apart. */
final class Columns {
  private final List<List<String>> rows = new ArrayList<>();

  Columns(String... titles) {
    add(List.of(titles));
  }

  /** Adds a row of as many cells as there are titles. */
  void add(List<String> cells) {
    rows.add(cells);
  }

  void print(PrintWriter out) {
    var widths =
        IntStream.range(0, rows.get(0).size())
            .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    for (var row : rows) {
      out.println(
          IntStream.range(0, widths.length)
              .mapToObj(i -> row.get(i) + " ".repeat(widths[i] - row.get(i).length()))
              .collect(Collectors.joining("  "))
              .stripTrailing());
    }
  }
}
