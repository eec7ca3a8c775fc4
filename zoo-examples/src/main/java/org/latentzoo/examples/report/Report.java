package org.latentzoo.examples.report;

import java.util.List;

/** Pages that need no network and no file beside them. */
public final class Report {
  private Report() {}

  /** Runs side by side, as HTML. */
  public static String of(List<Subject> runs) {
    return Page.of(title(runs), List.of(), runs, "").render();
  }

  /** A sweep and its best trial, as HTML. */
  public static String of(SweepSubject sweep) {
    return Page.of(sweep.name(), sweep.panels(), sweep.best(), "").render();
  }

  private static String title(List<Subject> runs) {
    return runs.size() == 1 ? runs.get(0).name() : runs.size() + " runs";
  }
}
