package org.latentzoo.examples.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latentzoo.check.UserException;
import org.latentzoo.run.RunRecord;

/** The page of a run or a sweep that may still be training. */
final class LivePage {
  private record Made(String stamp, String html) {}

  private final Path folder;
  private @Nullable Made made;

  /**
   * @throws UserException if {@code folder} holds neither a run nor a sweep
   */
  LivePage(Path folder) {
    this.folder = folder;
    if (!SweepSubject.isIn(folder) && !RunRecord.isIn(folder)) {
      throw new UserException(
          "'%s' is no run folder and no sweep's. Name a folder that zoo train or zoo sweep made."
              .formatted(folder));
    }
  }

  /** HTML, made anew when there is more to see than longer curves. */
  synchronized String html() {
    var stamp = stamp();
    if (made == null || !made.stamp().equals(stamp)) {
      made = new Made(stamp, page(stamp).render());
    }
    return made.html();
  }

  private Page page(String stamp) {
    if (SweepSubject.isIn(folder)) {
      var sweep = SweepSubject.of(folder, what -> {});
      return Page.of(sweep.name(), sweep.panels(), sweep.best(), stamp);
    }
    var run = Subject.of(folder, what -> {});
    return Page.of(run.name(), List.of(), List.of(run), stamp);
  }

  /** Changes with every file that the page shows, but for the metrics of a run. */
  String stamp() {
    var files =
        SweepSubject.isIn(folder)
            ? Stream.of("journal.jsonl")
            : Stream.of("config.yaml", "weights.safetensors", "evaluation.json");
    return files.map(folder::resolve).map(LivePage::stamp).collect(Collectors.joining("."));
  }

  private static String stamp(Path file) {
    try {
      return Long.toHexString(Files.getLastModifiedTime(file).toMillis())
          + "-"
          + Long.toHexString(Files.size(file));
    } catch (IOException e) {
      return "none";
    }
  }

  /**
   * The curves as the page's script takes them, JSON on one line; none of a sweep, whose page is
   * made anew with every trial that ends.
   */
  String curves() {
    return SweepSubject.isIn(folder)
        ? "[]"
        : PageData.json(Page.runs(List.of(Subject.withoutPanels(folder))));
  }
}
