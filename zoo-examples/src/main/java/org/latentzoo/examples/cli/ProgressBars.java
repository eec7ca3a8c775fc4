package org.latentzoo.examples.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/** Progress as a bar that redraws itself on the terminal. */
record ProgressBars(ProgressBar bar) implements Progress {
  private static final String BLOCKS = " ▏▎▍▌▋▊▉█";
  private static final int LONGEST = 40;
  private static final int SHORTEST = 8;

  static ProgressBars of(String task, long total) {
    return new ProgressBars(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setUpdateIntervalMillis(200)
            .setConsumer(new ConsoleProgressBarConsumer(System.err))
            .setRenderer(ProgressBars::render)
            .build());
  }

  @Override
  public void advance(long amount, String note) {
    bar.setExtraMessage(note);
    bar.stepBy(amount);
  }

  @Override
  public void close() {
    bar.close();
  }

  /** "Training 37% │███▋ │ epoch 74/200": the bar takes the room that the note leaves. */
  static String render(ProgressState state, int width) {
    double share = Math.min(1, Math.max(0, state.getNormalizedProgress()));
    var head = "%s %3d%% ".formatted(state.getTaskName(), (int) (100 * share));
    int room = width - head.length() - state.getExtraMessage().length() - 4;
    var line =
        room < SHORTEST
            ? head + state.getExtraMessage()
            : head + "│" + bar(share, Math.min(room, LONGEST)) + "│ " + state.getExtraMessage();
    return line.substring(0, Math.max(0, Math.min(line.length(), width)));
  }

  /** Drawn to an eighth of a cell. */
  private static String bar(double share, int cells) {
    int eighths = (int) Math.round(8 * share * cells);
    int full = eighths / 8;
    var edge = full < cells ? BLOCKS.substring(eighths % 8, eighths % 8 + 1) : "";
    return "█".repeat(full) + edge + " ".repeat(cells - full - edge.length());
  }
}
