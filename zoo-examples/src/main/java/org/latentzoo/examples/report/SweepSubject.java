package org.latentzoo.examples.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.latentzoo.run.RunRecord;
import org.latentzoo.sweep.Sweep;

/**
 * A sweep that is shown, running or not.
 *
 * @param name what it is called
 * @param panels what came out of it
 * @param best its best trial so far, if there is one
 */
public record SweepSubject(String name, List<Panel> panels, List<Subject> best) {
  /** Whether a sweep was begun in {@code folder}. */
  public static boolean isIn(Path folder) {
    return Files.exists(folder.resolve("sweep.yaml"));
  }

  /** A folder that {@code zoo sweep} made. */
  public static SweepSubject of(Path folder, Consumer<String> progress) {
    var sweep = Sweep.open(folder);
    var results = sweep.results();
    var best =
        results.best().map(row -> sweep.run(row.trial())).filter(RunRecord::isIn).stream()
            .map(
                run -> {
                  var subject = Subject.of(run, progress);
                  return new Subject("trial " + subject.name(), subject.record(), subject.panels());
                })
            .toList();
    var unit = best.stream().map(subject -> Units.loss(subject.record())).findFirst().orElse("");
    var panels = SweepPanels.of(sweep.plan(), results, unit);
    return new SweepSubject(sweep.plan().name(), panels, best);
  }
}
