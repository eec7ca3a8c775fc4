package org.latentzoo.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.latentzoo.sweep.Entry;
import org.latentzoo.sweep.Entry.Status;
import org.latentzoo.sweep.Point;
import org.latentzoo.sweep.Results;

/** The live line of a sweep that goes on. */
class SweepProgressTest {
  private static final Point POINT = new Point(Map.of());

  private static Entry.Ended ended(int trial, Status status, @Nullable Double score) {
    return new Entry.Ended(trial, status, score, 1, 1, null, "");
  }

  private static Results.Row row(int trial, Status status, @Nullable Double score) {
    return new Results.Row(ended(trial, status, score), POINT);
  }

  @Test
  void countsWhatEndedBefore() {
    var err = new PrintWriter(Writer.nullWriter());
    try (var progress = new SweepProgress(err, 6, Optional.empty(), () -> false)) {
      var rows =
          List.of(
              row(1, Status.DONE, -2.5), row(0, Status.STOPPED, -1.0), row(2, Status.FAILED, null));
      progress.onBegin(new Results(List.of(), rows, Map.of()));
      assertEquals(
          "0 running  3 done  1 failed  best -2.500 (trial 1)  ? left",
          progress.note(),
          "no time is known before a trial ends here");
      progress.onStart(3, POINT);
      assertTrue(progress.note().startsWith("1 running  3 done"), progress.note());
      progress.onEnd(ended(3, Status.DONE, -2.0));
      var note = progress.note();
      assertTrue(note.startsWith("0 running  4 done  1 failed  best -2.000 (trial 3)  "), note);
    }
  }
}
