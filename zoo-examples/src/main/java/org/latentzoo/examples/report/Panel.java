package org.latentzoo.examples.report;

import java.util.List;

/** One figure of a page. */
public sealed interface Panel {
  /** What it shows, as a heading. */
  String title();

  /** How to read it, in a sentence or two. */
  String note();

  /**
   * Pixels, shown enlarged.
   *
   * @param alt what is to be seen, for whoever sees nothing
   */
  record Picture(String title, String note, String alt, Pixels pixels) implements Panel {}

  /**
   * A drawing that the page's script makes.
   *
   * @param alt what is to be seen, for whoever sees nothing
   */
  record Drawing(String title, String note, String alt, Plot plot) implements Panel {}

  /** Rows of cells under the names of their columns. */
  record Grid(String title, String note, List<String> columns, List<List<String>> rows)
      implements Panel {}

  /** Why there is nothing to see. */
  record Absence(String title, String note) implements Panel {}
}
