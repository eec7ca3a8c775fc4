package org.latentzoo.examples.cli;

import java.io.PrintWriter;

/** How far a long job is: a bar on a terminal, now and then a line elsewhere. */
interface Progress extends AutoCloseable {
  /** {@code amount} more is done; {@code note} says how it goes. */
  void advance(long amount, String note);

  @Override
  void close();

  /**
   * Shows progress towards {@code total} on standard error; the launcher knows whether that is a
   * terminal and sets {@code zoo.terminal}.
   */
  static Progress of(PrintWriter err, String task, long total) {
    return Boolean.getBoolean("zoo.terminal")
        ? ProgressBars.of(task, total)
        : new ProgressLines(err, task, total);
  }
}
