package org.latentzoo.examples.report;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.latentzoo.run.RunRecord;
import org.latentzoo.run.TrainedModel;

/**
 * A run that is shown.
 *
 * @param name what it is called: its folder's name, or the preset's
 * @param record what is on record of it
 * @param panels its figures; none before its training ended
 */
public record Subject(String name, RunRecord record, List<Panel> panels) {
  /** How often the makers below tell their progress, at most. */
  public static final int STEPS = Gallery.STEPS;

  /** A run folder, finished or not. */
  public static Subject of(Path folder, Consumer<String> progress) {
    var record = RunRecord.of(folder);
    var panels =
        record.isFinished()
            ? Gallery.of(TrainedModel.open(folder), progress)
            : List.<Panel>of(
                new Panel.Absence(
                    "No pictures yet", "Training has not ended: there are no weights to ask."));
    return new Subject(name(folder), record, panels);
  }

  /** What is on record of a run, and nothing that takes time. */
  static Subject withoutPanels(Path folder) {
    return new Subject(name(folder), RunRecord.of(folder), List.of());
  }

  private static String name(Path folder) {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  /** The weights that come with a preset. */
  public static Subject pretrained(String preset, Consumer<String> progress) {
    var record = RunRecord.pretrained(preset);
    return new Subject(preset, record, Gallery.of(TrainedModel.pretrained(preset), progress));
  }
}
