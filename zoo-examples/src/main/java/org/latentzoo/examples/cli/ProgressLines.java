package org.latentzoo.examples.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** Progress as plain lines, at most one every few seconds: what a log file or a pipe can take. */
final class ProgressLines implements Progress {
  private static final long INTERVAL = 5_000_000_000L;

  private final PrintWriter err;
  private final String task;
  private final long total;
  private long done;
  private long shown = System.nanoTime();

  ProgressLines(PrintWriter err, String task, long total) {
    this.err = err;
    this.task = task;
    this.total = total;
  }

  @Override
  public void advance(long amount, String note) {
    done += amount;
    long now = System.nanoTime();
    if (now - shown >= INTERVAL) {
      shown = now;
      err.println(
          String.format(Locale.ROOT, "%s %3d%%  %s", task, 100 * done / total, note)
              .stripTrailing());
    }
  }

  @Override
  public void close() {}
}
